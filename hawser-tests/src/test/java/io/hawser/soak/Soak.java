package io.hawser.soak;

import io.hawser.WebSocket;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One server and those who visit it, many at a time, in every way there is. */
final class Soak implements AutoCloseable {
  /** What a client sends to have the handler close the connection. */
  static final String CLOSE = "close";

  /** What a client sends to have the handler return. */
  static final String LEAVE = "leave";

  private static final int VISITORS = 24;
  private static final List<Visit> WAYS = List.of(Visit.values());

  private final AtomicLong visits = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicInteger handlers = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private final WebSocketServer server =
      WebSocketServer.builder(this::serve)
          .listen("127.0.0.1", 0)
          .compression(DeflateSettings.forServers())
          .observer(new Counting())
          .start();

  private void serve(WebSocket ws) {
    handlers.incrementAndGet();
    try {
      for (Message message : ws) {
        if (message.equals(Message.text(LEAVE))) {
          return;
        } else if (message.equals(Message.text(CLOSE))) {
          ws.close(4001, "asked for");
        } else {
          ws.send(message);
        }
      }
    } finally {
      handlers.decrementAndGet();
    }
  }

  /** Lets visitors come and go for so long, and waits until the last has left. */
  void run(Duration time, long seed) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    var threads = new Thread[VISITORS];
    for (int i = 0; i < VISITORS; i++) {
      var random = new Random(seed + i);
      threads[i] = Thread.ofVirtual().start(() -> visit(random, end));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void visit(Random random, long end) {
    while (System.nanoTime() < end && failure.get() == null) {
      Visit visit = WAYS.get(random.nextInt(WAYS.size()));
      try {
        visit.pay(server.port());
        visits.incrementAndGet();
      } catch (Throwable thrown) {
        failure.compareAndSet(null, new AssertionError(visit + " after " + visits, thrown));
      }
    }
  }

  /** What the first visitor saw that saw something wrong. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  long visits() {
    return visits.get();
  }

  /** Whether nobody is here any more, by every count. */
  boolean isIdle() {
    return server.connections().isEmpty() && handlers.get() == 0 && opened.get() == closed.get();
  }

  @Override
  public String toString() {
    return "%d visits, %d connections opened, %d closed, %d open, %d handlers"
        .formatted(
            visits.get(), opened.get(), closed.get(), server.connections().size(), handlers.get());
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Counting implements ServerObserver {
    @Override
    public void opened(WebSocket ws) {
      opened.incrementAndGet();
    }

    @Override
    public void closed(WebSocket ws, Closure closure) {
      closed.incrementAndGet();
    }

    @Override
    public void missed(long events) {
      failure.compareAndSet(null, new AssertionError("observer missed " + events));
    }
  }
}
