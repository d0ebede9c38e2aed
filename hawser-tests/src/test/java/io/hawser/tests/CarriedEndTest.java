package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Carrier;
import io.hawser.WebSocket;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a handler and a hook end their waits, while another connection of the loop goes on. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class CarriedEndTest {
  private final Carrier carrier;
  private final CompletableFuture<Thread> waits = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();

  CarriedEndTest(Carrier carrier) {
    this.carrier = OneLoop.requireCarrier(carrier);
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Echoes to those who ask for /, and does something else for the others. */
  private WebSocketServer.Builder builder(OneLoop.Wait wait) {
    return WebSocketServer.builder(
            ws -> {
              if (ws.request().target().equals("/")) {
                for (Message message : ws) {
                  ws.send(message);
                }
              } else {
                waits.complete(Thread.currentThread());
                ended.complete(catchThrowable(() -> wait.run(ws)));
              }
            })
        .carrier(carrier)
        .threads(1)
        .listen("localhost", 0);
  }

  private static RawPeer open(WebSocketServer server) {
    RawPeer peer =
        RawPeer.connect(server.port()).send(RawPeer.VALID_REQUEST.replace("GET / ", "GET /wait "));
    assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
    return peer;
  }

  private static void assertEchoes(WebSocket ws) {
    for (int i = 0; i < 100; i++) {
      ws.send("echo " + i);
      assertThat(ws.receive()).isEqualTo(Message.text("echo " + i));
    }
  }

  @Test
  void closeWaitsForThePeersCloseFrame() {
    try (var server = builder(ws -> ws.close(4000, "")).start();
        var other = OneLoop.connect(server);
        var peer = open(server)) {
      assertThat(peer.readHex(4)).isEqualTo("88020fa0");
      assertEchoes(other);
      assertThat(ended).as("the peer has not answered").isNotDone();
      peer.sendHex("8882" + "00000000" + "0fa0");
      assertThat(peer.readToEnd()).isEmpty();
      peer.endOutput();
      assertThat(join(ended)).isNull();
      assertEchoes(other);
    }
  }

  @Test
  void anInterruptEndsClose() {
    try (var server = builder(ws -> ws.close(4000, "")).start();
        var other = OneLoop.connect(server);
        var peer = open(server)) {
      assertThat(peer.readHex(4)).isEqualTo("88020fa0");
      join(waits).interrupt();
      assertThat(join(ended)).isInstanceOf(CallInterruptedException.class);
      assertEchoes(other);
    }
  }

  @Test
  void receiveEndsWithThePeersCloseFrame() {
    try (var server = builder(WebSocket::receive).start();
        var other = OneLoop.connect(server);
        var peer = open(server)) {
      join(waits);
      assertEchoes(other);
      peer.sendHex("8882" + "00000000" + "0fa1");
      assertThat(join(ended))
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              closed -> assertThat(closed.code()).isEqualTo(new CloseCode(4001)));
      assertThat(peer.readHex(4)).isEqualTo("88020fa1");
      assertEchoes(other);
    }
  }

  @Test
  void receiveEndsWithTheNetwork() {
    try (var server = builder(WebSocket::receive).start();
        var other = OneLoop.connect(server);
        var peer = open(server)) {
      join(waits);
      assertEchoes(other);
      peer.reset();
      assertThat(join(ended))
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              closed -> assertThat(closed.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE));
      assertEchoes(other);
    }
  }

  @Test
  void aHookThatWaitsHoldsNobodyUp() throws InterruptedException {
    var release = new CountDownLatch(1);
    var hook = new CompletableFuture<String>();
    try (var server =
            builder(ws -> ws.send("served"))
                .processRequest(
                    (seen, peer) -> {
                      if (seen.target().equals("/wait")) {
                        hook.complete(OneLoop.carrierName());
                        assertThat(release.await(50, TimeUnit.SECONDS)).isTrue();
                      }
                      return null;
                    })
                .start();
        var other = OneLoop.connect(server);
        var peer =
            RawPeer.connect(server.port())
                .send(RawPeer.VALID_REQUEST.replace("GET / ", "GET /wait "))) {
      assertThat(join(hook))
          .startsWith(carrier == Carrier.LOOP ? "hawser-server-loop" : "ForkJoinPool");
      assertEchoes(other);
      release.countDown();
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(peer.readHex(8)).isEqualTo("8106736572766564");
    }
  }
}
