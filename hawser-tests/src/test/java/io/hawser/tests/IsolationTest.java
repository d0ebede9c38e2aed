package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.handshake.FailureKind;
import io.hawser.model.CloseCode;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one connection does, the next one opens, and the caller of serve() saw nothing. */
@Timeout(60)
class IsolationTest {
  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException("a handler's bug"),
        new IOException("checked"),
        new InterruptedException("interrupted"),
        new StackOverflowError("deep"),
        new OutOfMemoryError("provoked"),
        new AssertionError("wrong"),
        new NoClassDefFoundError("missing"),
        new LinkageError("linkage"),
        new OfNoKnownKind(),
        new Unspeakable(),
        new ConnectionClosedException(
            new io.hawser.model.Closure(null, null, io.hawser.model.Closure.Initiator.PEER), null));
  }

  /** A throwable of no known kind. */
  private static final class OfNoKnownKind extends Throwable {
    private static final long serialVersionUID = 1L;
  }

  /** A throwable that cannot even be logged. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      return "unspeakable";
    }
  }

  @Test
  void anObserverWhoseExceptionCannotBeLoggedHurtsNobody() {
    var observer =
        new ServerObserver() {
          @Override
          public void opened(WebSocket ws) {
            throw new Unspeakable();
          }
        };
    try (var server =
        WebSocketServer.builder(IsolationTest::echo)
            .listen("127.0.0.1", 0)
            .observer(observer)
            .start()) {
      assertServes(server);
    }
  }

  @Test
  void aProbeOfAUnixSocketHasAnAddressToo(@TempDir Path folder) throws Exception {
    var told = new CompletableFuture<HandshakeFailure>();
    var observer =
        new ServerObserver() {
          @Override
          public void handshakeFailed(HandshakeFailure failure) {
            told.complete(failure);
          }
        };
    try (var server =
        WebSocketServer.builder(IsolationTest::echo)
            .listenUnix(folder.resolve("s"))
            .observer(observer)
            .start()) {
      SocketChannel.open(server.addresses().get(0)).close();
      var failure = told.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(failure.kind()).isEqualTo(FailureKind.PROBE);
      assertThat(failure.remoteAddress()).isInstanceOf(UnixDomainSocketAddress.class);
      assertThat(failure.localAddress()).isEqualTo(server.addresses().get(0));
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void whateverAHandlerThrowsClosesItsConnectionAlone(Throwable thrown) {
    WebSocketHandler handler =
        ws -> {
          if (ws.receive().text().equals("throw")) {
            IsolationTest.<RuntimeException>sneak(thrown);
          }
          ws.send("fine");
        };
    try (var server = WebSocketServer.serve("127.0.0.1", 0, handler)) {
      String uri = "ws://127.0.0.1:" + server.port() + "/";
      try (var ws = WebSocketClient.connect(uri)) {
        ws.send("throw");
        assertThatThrownBy(ws::receive)
            .isInstanceOfSatisfying(
                ConnectionClosedException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(CloseCode.INTERNAL_ERROR);
                  assertThat(e.received().reason()).isEmpty();
                });
      }
      assertServes(server);
    }
  }

  @Test
  void aHeaderOf2To62BytesIsRefusedWithoutAllocating() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo)) {
      try (var peer = RawPeer.open(server.port())) {
        // a masked binary frame that announces 2^62 bytes
        peer.sendHex("82 FF 4000000000000000 00000000");
        assertThat(HexFormat.of().formatHex(peer.read(4))).isEqualTo("880203f1");
        assertThat(peer.readToEnd()).isEmpty();
      }
      assertServes(server);
    }
  }

  @Test
  void aResetAtEveryByteOfAConversationHurtsNobody() {
    byte[] head = RawPeer.VALID_REQUEST.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] frames =
        HexFormat.of().parseHex("8185000000004865" + "6c6c6f" + "888200000000" + "03e8");
    byte[] all = new byte[head.length + frames.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(frames, 0, all, head.length, frames.length);
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo)) {
      for (int cut = 0; cut <= all.length; cut++) {
        RawPeer peer = RawPeer.connect(server.port());
        peer.send(java.util.Arrays.copyOf(all, cut));
        if (cut % 2 == 0) {
          peer.reset();
        } else {
          peer.close();
        }
      }
      assertServes(server);
    }
  }

  @Test
  void bytesBehindTheRequestAreSeenOnlyAfterTheAnswer() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo);
        var peer = RawPeer.connect(server.port())) {
      byte[] head = RawPeer.VALID_REQUEST.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      byte[] ping = HexFormat.of().parseHex("8981000000002a");
      byte[] both = java.util.Arrays.copyOf(head, head.length + ping.length);
      System.arraycopy(ping, 0, both, head.length, ping.length);
      peer.send(both);
      assertThat(peer.readHead())
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
      assertThat(peer.readHex(3)).isEqualTo("8a012a");
    }
  }

  @Test
  void anUnmaskedFrameBehindTheRequestIsFailedAfterTheAnswer() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo);
        var peer = RawPeer.connect(server.port())) {
      peer.send(RawPeer.VALID_REQUEST + "\u0081\u0001a");
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(HexFormat.of().formatHex(peer.readToEnd())).isEqualTo("880203ea");
    }
  }

  @Test
  void messagesBeforeAViolationAreAnsweredBeforeTheClose() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo);
        var peer = RawPeer.open(server.port())) {
      // two messages and a frame of a reserved opcode, in one segment
      peer.sendHex("81 81 00000000 41" + "81 81 00000000 42" + "83 80 00000000");
      assertThat(HexFormat.of().formatHex(peer.readToEnd())).isEqualTo("810141810142880203ea");
    }
  }

  @Test
  void aPeerThatClosesFirstGetsItsCodeBackAndTheEndOfTheStream() {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, IsolationTest::echo);
        var peer = RawPeer.open(server.port())) {
      peer.sendHex("88 82 00000000 0bb8");
      assertThat(HexFormat.of().formatHex(peer.readToEnd())).isEqualTo("88020bb8");
    }
  }

  private static void echo(WebSocket ws) {
    for (var message : ws) {
      ws.send(message);
    }
  }

  private static void assertServes(WebSocketServer server) {
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      ws.send("still there?");
      assertThat(ws.receive().text()).isIn("still there?", "fine");
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
