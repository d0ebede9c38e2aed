package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.guard.Guard;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What comes and goes while an open connection leaves the channel of its opening handshake: many
 * times each, for the moments are short.
 */
@Timeout(60)
class FirstMomentsTest {
  private static final int TIMES = 100;
  private static final String A = "8181" + "00000000" + "61";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private WebSocketServer.Builder server() {
    return WebSocketServer.builder(
            new WebSocketListener() {
              @Override
              public void onMessage(WebSocket ws, Message message) {
                heard.add(message.text());
              }

              @Override
              public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
                heard.add("closed " + closure.code().value());
              }
            })
        .onLoop()
        .listen("127.0.0.1", 0)
        .unguarded();
  }

  private String next() throws InterruptedException {
    String next = heard.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("heard in time").isNotNull();
    return next;
  }

  private static void sendWithRequest(RawPeer peer, String hex) {
    byte[] request = RawPeer.VALID_REQUEST.getBytes(StandardCharsets.US_ASCII);
    byte[] behind = HexFormat.of().parseHex(hex);
    byte[] all = Arrays.copyOf(request, request.length + behind.length);
    System.arraycopy(behind, 0, all, request.length, behind.length);
    peer.send(all);
  }

  @Test
  void aMessageAndTheEndBehindTheRequestAreHeardInTheirOrder() throws InterruptedException {
    try (var server = server().start()) {
      for (int i = 0; i < TIMES; i++) {
        try (var peer = RawPeer.connect(server.port())) {
          sendWithRequest(peer, A);
          peer.endOutput();
          assertThat(next()).isEqualTo("a");
          assertThat(next()).isEqualTo("closed 1006");
        }
      }
    }
  }

  @Test
  void messagesThatComeMeanwhileAreHeardInTheirOrder() throws InterruptedException {
    try (var server = server().start()) {
      for (int i = 0; i < TIMES; i++) {
        try (var peer = RawPeer.connect(server.port())) {
          sendWithRequest(peer, A);
          for (int more = 0; more < 5; more++) {
            peer.sendHex("8181" + "00000000" + "%02x".formatted('b' + more));
          }
          for (char text = 'a'; text < 'g'; text++) {
            assertThat(next()).isEqualTo(String.valueOf(text));
          }
          peer.reset();
          assertThat(next()).isEqualTo("closed 1006");
        }
      }
    }
  }

  @Test
  void aResetRightBehindTheRequestEndsTheConnection() throws InterruptedException {
    try (var server = server().start()) {
      for (int i = 0; i < TIMES; i++) {
        try (var peer = RawPeer.connect(server.port())) {
          peer.send(RawPeer.VALID_REQUEST);
          peer.readHead();
          peer.reset();
        }
        assertThat(next()).isEqualTo("closed 1006");
      }
    }
  }

  @Test
  void whatIsTooMuchForTheSocketAtTheBeginningArrivesOnceItIsRead() {
    byte[] much = new byte[8 * 1024 * 1024];
    Arrays.fill(much, (byte) 7);
    try (var server =
            WebSocketServer.builder(
                    new WebSocketListener() {
                      @Override
                      public void onOpen(WebSocket ws) {
                        assertThat(ws.trySend(Message.binary(much))).isTrue();
                        ws.startClosing(1000, "");
                      }

                      @Override
                      public void onMessage(WebSocket ws, Message message) {}
                    })
                .onLoop()
                .listen("127.0.0.1", 0)
                .unguarded()
                .start();
        var peer = RawPeer.open(server.port())) {
      byte[] header = peer.read(10);
      assertThat(header).startsWith(0x82, 127);
      assertThat(peer.read(much.length)).isEqualTo(much);
      assertThat(peer.readHex(4)).isEqualTo("880203e8");
      peer.sendHex("8882" + "00000000" + "03e8");
      assertThat(peer.readToEnd()).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsClosedAtOnceIsClosed() {
    try (var server =
        WebSocketServer.builder(ws -> ws.close(4000, "at once")).listen("127.0.0.1", 0).start()) {
      for (int i = 0; i < TIMES / 10; i++) {
        try (var peer = RawPeer.open(server.port())) {
          assertThat(peer.readHex(2)).isEqualTo("8809");
        }
      }
    }
  }

  @Test
  void aGuardCountsWhoHasGone() {
    try (var server =
        WebSocketServer.builder(
                ws -> {
                  for (Message message : ws) {
                    ws.send(message);
                  }
                })
            .listen("127.0.0.1", 0)
            .guard(Guard.builder().connections(2).build())
            .start()) {
      for (int i = 0; i < 10; i++) {
        try (var peer = RawPeer.open(server.port())) {
          peer.sendHex(A);
          assertThat(peer.readHex(3)).isEqualTo("810161");
          peer.sendHex("8882" + "00000000" + "03e8");
          assertThatCode(peer::readToEnd).doesNotThrowAnyException();
        }
      }
    }
  }
}
