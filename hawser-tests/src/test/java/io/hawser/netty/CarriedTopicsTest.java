package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.WebSocket;
import io.hawser.model.Closure;
import io.hawser.server.Topics;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics as the handlers of one event loop use them, while other threads publish. */
@Timeout(60)
class CarriedTopicsTest {
  private static final int TIMES = 200_000;

  /** Peers that name topics may choose names with one hash code, as {@code Aa} and {@code BB}. */
  @Test
  void namesWhoseHashCodesAreTheSameStopNoLoop() throws InterruptedException {
    assumeTrue(CarriedThreads.missing().isEmpty(), CarriedThreads.missing());
    Topics topics = Topics.inMemory();
    List<String> names = names();
    WebSocket stays = connection();
    for (int i = 0; i < names.size(); i += 2) {
      topics.subscribe(stays, names.get(i));
    }
    var over = new AtomicBoolean();
    var done = new CountDownLatch(2 * TIMES);
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      var random = new Random(i);
      readers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      topics.subscribers(names.get(random.nextInt(names.size())));
                    }
                  }));
    }
    var loop = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    for (int i = 0; i < 2; i++) {
      WebSocket ws = connection();
      var random = new Random(i);
      CarriedThreads.unstarted(
              loop, "handler-" + i, () -> comeAndGo(topics, names, ws, random, done))
          .start();
    }
    boolean inTime = done.await(40, TimeUnit.SECONDS);
    over.set(true);
    assertThat(inTime).as("%d left", done.getCount()).isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    loop.shutdown();
  }

  @SuppressWarnings("ThreadPriorityCheck") // so that the two take turns
  private static void comeAndGo(
      Topics topics, List<String> names, WebSocket ws, Random random, CountDownLatch done) {
    for (int i = 1; i <= TIMES; i++) {
      String name = names.get(1 + 2 * random.nextInt(names.size() / 2));
      topics.subscribe(ws, name);
      topics.unsubscribe(ws, name);
      done.countDown();
      if (i % 64 == 0) {
        Thread.yield();
      }
    }
  }

  private static List<String> names() {
    List<String> names = List.of("");
    for (int i = 0; i < 7; i++) {
      var longer = new ArrayList<String>();
      for (String name : names) {
        longer.add(name + "Aa");
        longer.add(name + "BB");
      }
      names = longer;
    }
    return names;
  }

  @SuppressWarnings("ReferenceEquality") // of proxies, which are asked here
  private static WebSocket connection() {
    var open = new CompletableFuture<Closure>();
    return (WebSocket)
        Proxy.newProxyInstance(
            WebSocket.class.getClassLoader(),
            new Class<?>[] {WebSocket.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "closure" -> Optional.empty();
                  case "onClose" -> open;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "connection";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
