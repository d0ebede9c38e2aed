package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.Carrier;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Message;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.RawServer;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that run on the event loop of their connection, of which there is one here. */
@Timeout(60)
class LoopCarrierTest {
  /** What a handler waits for, until {@link #release} is counted down. */
  private final CountDownLatch release = new CountDownLatch(1);

  private final CountDownLatch waits = new CountDownLatch(1);

  @BeforeEach
  void runsOnAJdkThatHasIt() {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
  }

  private static WebSocketServer serve(WebSocketHandler handler) {
    return WebSocketServer.builder(handler)
        .carrier(Carrier.LOOP)
        .threads(1)
        .listen("localhost", 0)
        .start();
  }

  private static WebSocket connect(WebSocketServer server) {
    return WebSocketClient.connect("ws://localhost:" + server.port() + "/");
  }

  /** What a handler does when it is told to wait. */
  private interface Wait {
    void run(WebSocket ws) throws Exception;
  }

  /** While one handler waits in such a way, another on the same loop echoes. */
  private void doesNotHoldTheLoop(Wait wait) {
    try (var server =
            serve(
                ws -> {
                  for (Message message : ws) {
                    if (message instanceof Message.Text text && text.text().equals("wait")) {
                      waits.countDown();
                      wait.run(ws);
                      ws.send("waited");
                    } else {
                      ws.send(message);
                    }
                  }
                });
        var waiting = connect(server);
        var other = connect(server)) {
      waiting.send("wait");
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 100; i++) {
        other.send("echo " + i);
        assertThat(other.receive()).isEqualTo(Message.text("echo " + i));
      }
      release.countDown();
      assertThat(waiting.receive()).isEqualTo(Message.text("waited"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHandlerThatSleepsDoesNotHoldTheLoop() {
    doesNotHoldTheLoop(
        ws -> {
          while (release.getCount() > 0) {
            Thread.sleep(1);
          }
        });
  }

  @Test
  void aHandlerThatWaitsForALatchDoesNotHoldTheLoop() {
    doesNotHoldTheLoop(ws -> release.await());
  }

  @Test
  void aHandlerThatWaitsForALockDoesNotHoldTheLoop() throws InterruptedException {
    var lock = new ReentrantLock();
    Thread holder = holding(lock::lock, lock::unlock);
    doesNotHoldTheLoop(
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
                    awaitRelease();
                  }
                });
    held.await();
    doesNotHoldTheLoop(
        ws -> {
          synchronized (monitor) {
            assertThat(release.getCount()).isZero();
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
              awaitRelease();
              future.complete("done");
            });
    doesNotHoldTheLoop(ws -> assertThat(future.get()).isEqualTo("done"));
  }

  @Test
  void aHandlerThatWaitsForASocketDoesNotHoldTheLoop() {
    try (var server =
        RawServer.start(
            client -> {
              awaitRelease();
              client.send("x");
            })) {
      doesNotHoldTheLoop(
          ws -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
              assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
          });
    }
  }

  @Test
  void aHandlerThatSendsToAFullPeerDoesNotHoldTheLoop() {
    var blocked = new CompletableFuture<@Nullable Throwable>();
    try (var server =
            serve(
                ws -> {
                  if (ws.request().target().equals("/full")) {
                    waits.countDown();
                    try {
                      while (true) {
                        ws.send(new byte[60_000]);
                      }
                    } catch (ConnectionClosedException e) {
                      blocked.complete(e);
                    }
                  } else {
                    for (Message message : ws) {
                      ws.send(message);
                    }
                  }
                });
        var full =
            RawPeer.connect(server.port())
                .send(RawPeer.VALID_REQUEST.replace("GET / ", "GET /full "));
        var other = connect(server)) {
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 200; i++) {
        other.send("echo " + i);
        assertThat(other.receive()).isEqualTo(Message.text("echo " + i));
      }
      full.close();
      assertThat(blocked.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(ConnectionClosedException.class);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsOffloadedDoesNotHoldTheLoop(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  awaitRelease();
                  try {
                    Files.writeString(pipe, "x");
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    doesNotHoldTheLoop(
        ws ->
            assertThat(
                    ws.offload(
                        () -> {
                          try (var file = new FileInputStream(pipe.toFile())) {
                            return file.read();
                          }
                        }))
                .isEqualTo('x'));
    writer.join();
  }

  @Test
  void offloadThrowsWhatTheCallThrows() {
    var thrown = new CompletableFuture<Throwable>();
    try (var server =
            serve(
                ws -> {
                  try {
                    ws.offload(
                        () -> {
                          throw new java.io.IOException("no such file");
                        });
                  } catch (java.io.IOException e) {
                    thrown.complete(e);
                  }
                });
        var ws = connect(server)) {
      assertThat(thrown.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("no such file");
    }
  }

  @Test
  void anInterruptEndsAnOffloadedCall() {
    var interrupted = new CompletableFuture<Boolean>();
    var called = new CompletableFuture<Boolean>();
    var handler = new CompletableFuture<Thread>();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
            serve(
                ws -> {
                  handler.complete(Thread.currentThread());
                  try {
                    ws.offload(
                        () -> {
                          called.complete(true);
                          try {
                            return release.await(60, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            interrupted.complete(true);
                            throw e;
                          }
                        });
                  } catch (CallInterruptedException e) {
                    ended.complete(e);
                  }
                });
        var ws = connect(server)) {
      assertThat(called.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
      handler.orTimeout(20, TimeUnit.SECONDS).join().interrupt();
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      assertThat(interrupted.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void anInterruptEndsReceive() {
    var handler = new CompletableFuture<Thread>();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
            serve(
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
        var ws = connect(server)) {
      handler.orTimeout(20, TimeUnit.SECONDS).join().interrupt();
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      assertThat(ws.receive()).isEqualTo(Message.text("still usable"));
    }
  }

  @Test
  void runsHandlersOnTheLoopAndOthersElsewhere() {
    try (var server =
            serve(ws -> ws.send(Thread.currentThread().isVirtual() + " " + carrierName()));
        var ws = connect(server)) {
      assertThat(((Message.Text) ws.receive()).text()).startsWith("true hawser-server-loop");
    }
  }

  /** What a virtual thread's text says behind the @ is the thread that carries it. */
  private static String carrierName() {
    String text = Thread.currentThread().toString();
    return text.substring(text.indexOf('@') + 1);
  }

  @Test
  void threadLocalsAreTheHandlersOwn() {
    var local = new ThreadLocal<String>();
    try (var server =
            serve(
                ws -> {
                  for (Message message : ws) {
                    String before = local.get();
                    local.set(((Message.Text) message).text());
                    ws.send(String.valueOf(before));
                  }
                });
        var one = connect(server);
        var other = connect(server)) {
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
            serve(
                ws -> {
                  for (Message message : ws) {
                    ws.send(message);
                  }
                });
        var ws = connect(server)) {
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
    doesNotHoldTheLoop(
        ws -> {
          while (release.getCount() > 0) {
            Thread.yield();
          }
        });
  }

  @Test
  void aHandlerThatIsLeftBehindByItsServerEnds() throws InterruptedException {
    var handler = new CompletableFuture<Thread>();
    var server =
        serve(
            ws -> {
              handler.complete(Thread.currentThread());
              awaitRelease();
            });
    try (var ws = connect(server)) {
      Thread left = handler.orTimeout(20, TimeUnit.SECONDS).join();
      server.close();
      assertThat(left.isAlive()).isTrue();
      release.countDown();
      assertThat(left.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private Thread holding(Runnable lock, Runnable unlock) throws InterruptedException {
    var held = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  lock.run();
                  held.countDown();
                  awaitRelease();
                  unlock.run();
                });
    held.await();
    return holder;
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
