package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Drain;
import io.hawser.error.CallInterruptedException;
import io.hawser.model.Message;
import io.hawser.testkit.RawServer;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that run on the event loop of their connection, of which there is one here. */
@Timeout(60)
class LoopCarrierTest {
  private final OneLoop loop = new OneLoop();

  @Test
  void aHandlerThatSleepsDoesNotHoldTheLoop() {
    loop.isNotHeldBy(
        ws -> {
          while (!loop.isReleased()) {
            Thread.sleep(1);
          }
        });
  }

  @Test
  void aHandlerThatWaitsForALatchDoesNotHoldTheLoop() {
    loop.isNotHeldBy(ws -> loop.awaitRelease());
  }

  @Test
  void aHandlerThatWaitsForALockDoesNotHoldTheLoop() throws InterruptedException {
    var lock = new ReentrantLock();
    Thread holder = holding(lock::lock, lock::unlock);
    loop.isNotHeldBy(
        ws -> {
          lock.lockInterruptibly();
          lock.unlock();
        });
    holder.join();
  }

  @Test
  @SuppressWarnings("EmptyBlock")
  void aHandlerThatWaitsForAMonitorDoesNotHoldTheLoop() throws InterruptedException {
    var monitor = new Object();
    var held = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    held.countDown();
                    loop.awaitRelease();
                  }
                });
    held.await();
    loop.isNotHeldBy(
        ws -> {
          synchronized (monitor) {
            assertThat(loop.isReleased()).isTrue();
          }
        });
    holder.join();
  }

  @Test
  void aHandlerThatWaitsForAFutureDoesNotHoldTheLoop() {
    var future = new CompletableFuture<String>();
    Thread.ofPlatform()
        .start(
            () -> {
              loop.awaitRelease();
              future.complete("done");
            });
    loop.isNotHeldBy(ws -> assertThat(future.get()).isEqualTo("done"));
  }

  @Test
  void aHandlerThatWaitsForASocketDoesNotHoldTheLoop() {
    try (var server =
        RawServer.start(
            client -> {
              loop.awaitRelease();
              client.send("x");
            })) {
      loop.isNotHeldBy(
          ws -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
              assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
          });
    }
  }

  @Test
  void anInterruptEndsReceive() {
    var handler = new CompletableFuture<Thread>();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
            OneLoop.serve(
                ws -> {
                  handler.complete(Thread.currentThread());
                  try {
                    ws.receive();
                  } catch (CallInterruptedException e) {
                    ended.complete(e);
                    assertThat(Thread.interrupted()).isTrue();
                    ws.send("still usable");
                  }
                });
        var ws = OneLoop.connect(server)) {
      handler.orTimeout(20, TimeUnit.SECONDS).join().interrupt();
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      assertThat(ws.receive()).isEqualTo(Message.text("still usable"));
    }
  }

  @Test
  void runsHandlersOnTheLoopAndOthersElsewhere() {
    try (var server =
            OneLoop.serve(
                ws -> ws.send(Thread.currentThread().isVirtual() + " " + OneLoop.carrierName()));
        var ws = OneLoop.connect(server)) {
      assertThat(((Message.Text) ws.receive()).text()).startsWith("true hawser-server-loop");
    }
  }

  @Test
  void threadLocalsAreTheHandlersOwn() {
    var local = new ThreadLocal<String>();
    try (var server =
            OneLoop.serve(
                ws -> {
                  for (Message message : ws) {
                    String before = local.get();
                    local.set(((Message.Text) message).text());
                    ws.send(String.valueOf(before));
                  }
                });
        var one = OneLoop.connect(server);
        var other = OneLoop.connect(server)) {
      one.send("a");
      assertThat(one.receive()).isEqualTo(Message.text("null"));
      other.send("b");
      assertThat(other.receive()).isEqualTo(Message.text("null"));
      one.send("c");
      assertThat(one.receive()).isEqualTo(Message.text("a"));
    }
  }

  @Test
  void answersInOrderWhenManyMessagesComeAtOnce() {
    try (var server =
            OneLoop.serve(
                ws -> {
                  for (Message message : ws) {
                    ws.send(message);
                  }
                });
        var ws = OneLoop.connect(server)) {
      List<Message> sent = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        sent.add(Message.text("message " + i));
      }
      Thread.ofVirtual().start(() -> sent.forEach(ws::send));
      for (Message message : sent) {
        assertThat(ws.receive()).isEqualTo(message);
      }
    }
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // that it is not relied upon is the point
  void aHandlerThatYieldsLetsOthersRun() {
    loop.isNotHeldBy(
        ws -> {
          while (!loop.isReleased()) {
            Thread.yield();
          }
        });
  }

  @Test
  void aHandlerThatIsLeftBehindByItsServerEnds() throws InterruptedException {
    var handler = new CompletableFuture<Thread>();
    var server =
        OneLoop.serve(
            ws -> {
              handler.complete(Thread.currentThread());
              loop.awaitRelease();
            });
    try (var ws = OneLoop.connect(server)) {
      Thread left = handler.orTimeout(20, TimeUnit.SECONDS).join();
      server.close();
      assertThat(left.isAlive()).isTrue();
      loop.release();
      assertThat(left.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // that it goes on to run is the point
  void aHandlerThatYieldsEndsWhenItsServerIsGone() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      var handler = new CompletableFuture<Thread>();
      var over = new AtomicBoolean();
      var server =
          OneLoop.serve(
              ws -> {
                handler.complete(Thread.currentThread());
                while (!over.get()) {
                  Thread.yield();
                }
              });
      try (var ws = OneLoop.connect(server)) {
        Thread left = handler.orTimeout(20, TimeUnit.SECONDS).join();
        server.stop(Drain.goingAway().withGrace(Duration.ofMillis(50)));
        assertThat(left.isAlive()).isTrue();
        over.set(true);
        assertThat(left.join(Duration.ofSeconds(5))).as("round %d", round).isTrue();
      }
    }
  }

  @Test
  void aHandlerThatLocksAndYieldsGivesItsLockBackWhenItsServerIsGone() throws InterruptedException {
    var handlers = new LinkedBlockingQueue<Thread>();
    var lock = new ReentrantLock(true);
    var over = new AtomicBoolean();
    var server =
        OneLoop.serve(
            ws -> {
              handlers.add(Thread.currentThread());
              while (!over.get()) {
                lock.lock();
                try {
                  yieldOnce();
                } finally {
                  lock.unlock();
                }
              }
            });
    try (var one = OneLoop.connect(server);
        var other = OneLoop.connect(server)) {
      List<Thread> left = List.of(handlers.take(), handlers.take());
      server.stop(Drain.goingAway().withGrace(Duration.ofMillis(50)));
      assertThat(lock.tryLock(5, TimeUnit.SECONDS)).isTrue();
      over.set(true);
      lock.unlock();
      for (Thread thread : left) {
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private static void yieldOnce() {
    Thread.yield();
  }

  private Thread holding(Runnable lock, Runnable unlock) throws InterruptedException {
    var held = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  lock.run();
                  held.countDown();
                  loop.awaitRelease();
                  unlock.run();
                });
    held.await();
    return holder;
  }
}
