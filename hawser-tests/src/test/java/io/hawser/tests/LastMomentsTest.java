package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Drain;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connections end whose server stops, or whose guard breaks. */
@Timeout(60)
class LastMomentsTest {
  private static final int TIMES = 20;
  private static final Drain AT_ONCE =
      Drain.goingAway().withWindow(Duration.ZERO).withGrace(Duration.ofMillis(1));

  private final Semaphore open = new Semaphore(0);
  private final BlockingQueue<Closure> closed = new LinkedBlockingQueue<>();

  private WebSocketServer.Builder server() {
    return WebSocketServer.builder(
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket ws) {
                open.release();
              }

              @Override
              public void onMessage(WebSocket ws, Message message) {}

              @Override
              public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
                closed.add(closure);
              }
            })
        .onLoop()
        .listen("127.0.0.1", 0);
  }

  @Test
  void everyConnectionIsToldOfAServerThatStopsAtOnce() throws InterruptedException {
    try (var server = server().unguarded().start();
        var peer = RawPeer.open(server.port())) {
      // the peer may know before the server's connection is under way
      assertThat(open.tryAcquire(20, TimeUnit.SECONDS)).as("open in time").isTrue();
      assertThat(server.stop(AT_ONCE).cut()).isEqualTo(1);
      assertThat(closed.poll(20, TimeUnit.SECONDS)).as("closed in time").isNotNull();
      assertThat(peer.readToEnd()).isNotNull();
    }
  }

  @Test
  void everyConnectionThatOpensWhileTheServerStopsIsToldOfItsEnd() throws InterruptedException {
    for (int i = 0; i < TIMES; i++) {
      List<RawPeer> peers = new ArrayList<>();
      try (var server = server().unguarded().start()) {
        for (int peer = 0; peer < TIMES; peer++) {
          peers.add(RawPeer.connect(server.port()).send(RawPeer.VALID_REQUEST));
        }
        server.stop(AT_ONCE);
      }
      peers.forEach(RawPeer::close);
    }
    for (int i = open.availablePermits(); i > 0; i--) {
      assertThat(closed.poll(20, TimeUnit.SECONDS)).as("closed in time").isNotNull();
    }
    assertThat(closed).as("told twice").isEmpty();
  }

  @Test
  void aGuardThatBreaksAtTheEndKeepsNoConnectionFromIt() throws InterruptedException {
    try (var server = server().guard(Broken::new).start()) {
      try (var peer = RawPeer.open(server.port())) {
        peer.sendHex("8882" + "00000000" + "03e8");
        assertThat(peer.readHex(4)).isEqualTo("880203e8");
      }
      Closure closure = closed.poll(20, TimeUnit.SECONDS);
      assertThat(closure).as("closed in time").isNotNull();
      assertThat(closure.initiator()).isEqualTo(Closure.Initiator.PEER);
    }
  }

  /** Throws what is no mere exception when the socket is closed. */
  private static final class Broken implements HandshakeGuard.Visit {
    @Override
    public @Nullable Denial accepted(Source source) {
      return null;
    }

    @Override
    public @Nullable Denial requested(Source source) {
      return null;
    }

    @Override
    public void failed(HandshakeFailure failure) {}

    @Override
    public void answered() {}

    @Override
    public void opened() {}

    @Override
    public void closed() {
      throw new AssertionError("guard breaks");
    }
  }
}
