package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ManualClock;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** How a server's connection ends when its peer goes in one of four ways, in each of six states. */
@Timeout(60)
class EndTableTest {
  /** How far the connection has come when its peer goes. */
  enum State {
    /** Half a request has come. */
    HANDSHAKE,
    IDLE,
    /** More is queued than the socket takes. */
    MESSAGE_QUEUED,
    /** Half of the peer's message has come. */
    IN_MESSAGE,
    /** Our Close frame is sent. */
    CLOSING,
    /** The peer's Close frame was answered, and our stream has ended. */
    CLOSED_BY_PEER
  }

  /** What the peer does. */
  enum Going {
    /** Sends nothing more and reads nothing: stopped, or behind a link that is down. */
    SILENT,
    /** Ends its direction of the stream. */
    ENDS_STREAM,
    /** Closes its socket, and reads nothing of what has come. */
    CLOSES_UNREAD,
    RESETS
  }

  /** The system sends FIN and then RST: whichever we see. */
  private static final String OR_RESET = "(, IOException)?";

  private static Stream<Arguments> ends() {
    return Stream.of(
        arguments(State.HANDSHAKE, Going.SILENT, "TIMEOUT, answered 408"),
        arguments(State.HANDSHAKE, Going.ENDS_STREAM, "DISCONNECTED, answered 0"),
        arguments(State.HANDSHAKE, Going.CLOSES_UNREAD, "DISCONNECTED, answered 0"),
        arguments(State.HANDSHAKE, Going.RESETS, "DISCONNECTED, answered 0, IOException"),
        arguments(State.IDLE, Going.SILENT, "1006, sent 1011, LOCAL, TimeoutException"),
        arguments(State.IDLE, Going.ENDS_STREAM, "1006, sent nothing, NETWORK"),
        arguments(State.IDLE, Going.CLOSES_UNREAD, "1006, sent nothing, NETWORK"),
        arguments(State.IDLE, Going.RESETS, "1006, sent nothing, NETWORK, IOException"),
        arguments(
            State.MESSAGE_QUEUED, Going.SILENT, "1006, sent nothing, NETWORK, TimeoutException"),
        arguments(State.MESSAGE_QUEUED, Going.ENDS_STREAM, "1006, sent nothing, NETWORK"),
        arguments(
            State.MESSAGE_QUEUED, Going.CLOSES_UNREAD, "1006, sent nothing, NETWORK" + OR_RESET),
        arguments(State.MESSAGE_QUEUED, Going.RESETS, "1006, sent nothing, NETWORK, IOException"),
        arguments(State.IN_MESSAGE, Going.SILENT, "1006, sent 1008, LOCAL, TimeoutException"),
        arguments(State.IN_MESSAGE, Going.ENDS_STREAM, "1006, sent nothing, NETWORK"),
        arguments(State.IN_MESSAGE, Going.CLOSES_UNREAD, "1006, sent nothing, NETWORK"),
        arguments(State.IN_MESSAGE, Going.RESETS, "1006, sent nothing, NETWORK, IOException"),
        arguments(State.CLOSING, Going.SILENT, "1006, sent 1000, LOCAL, TimeoutException"),
        arguments(State.CLOSING, Going.ENDS_STREAM, "1006, sent 1000, LOCAL"),
        arguments(State.CLOSING, Going.CLOSES_UNREAD, "1006, sent 1000, LOCAL" + OR_RESET),
        arguments(State.CLOSING, Going.RESETS, "1006, sent 1000, LOCAL, IOException"),
        arguments(State.CLOSED_BY_PEER, Going.SILENT, "1001, sent 1001, PEER"),
        arguments(State.CLOSED_BY_PEER, Going.ENDS_STREAM, "1001, sent 1001, PEER"),
        arguments(State.CLOSED_BY_PEER, Going.CLOSES_UNREAD, "1001, sent 1001, PEER"),
        arguments(State.CLOSED_BY_PEER, Going.RESETS, "1001, sent 1001, PEER"));
  }

  private final ManualClock clock = new ManualClock();
  private final Heard heard = new Heard();
  private final Logged logged = new Logged();

  /** Whatever tells of an end. */
  private static final class Heard implements WebSocketListener, ServerObserver {
    final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final CompletableFuture<String> id = new CompletableFuture<>();
    final ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Override
    public void onOpen(WebSocket ws) {
      id.complete(ws.id());
      opened.complete(ws);
    }

    @Override
    public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
      CloseReason sent = closure.sent();
      end(
          closure.code().value()
              + (sent == null ? ", sent nothing, " : ", sent " + sent.code().value() + ", ")
              + closure.initiator()
              + suffix(cause));
    }

    @Override
    public void onError(WebSocket ws, Throwable thrown) {
      errors.add(thrown);
    }

    @Override
    public void handshakeFailed(HandshakeFailure failure) {
      id.complete(failure.id());
      end(failure.kind() + ", answered " + failure.status() + suffix(failure.cause()));
    }

    private void end(String how) {
      ends.add(how);
      ended.complete(how);
    }

    private static String suffix(@Nullable Throwable cause) {
      return switch (cause) {
        case null -> "";
        case IOException e -> ", IOException";
        default -> ", " + cause.getClass().getSimpleName();
      };
    }
  }

  /** Whatever is logged above DEBUG. */
  private static final class Logged extends AppenderBase<ILoggingEvent> {
    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
      }
    }
  }

  @BeforeEach
  void listenToLogs() {
    logged.start();
    ((Logger) LoggerFactory.getLogger("io.hawser")).addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    ((Logger) LoggerFactory.getLogger("io.hawser")).detachAppender(logged);
  }

  private WebSocketServer server(boolean onLoop) {
    var builder =
        WebSocketServer.builder((WebSocketListener) heard)
            .listen("127.0.0.1", 0)
            .time(clock, new Random(1))
            .observer(heard);
    return (onLoop ? builder.onLoop() : builder).start();
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("ends")
  void forAListenerOnAThreadOfItsOwn(State state, Going going, String end) throws Exception {
    endsAs(state, going, end, false);
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("ends")
  void forAListenerOnTheLoop(State state, Going going, String end) throws Exception {
    endsAs(state, going, end, true);
  }

  private void endsAs(State state, Going going, String end, boolean onLoop) throws Exception {
    try (var server = server(onLoop);
        var peer = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      bring(peer, state);
      switch (going) {
        case SILENT -> {
          while (!heard.ended.isDone()) {
            clock.advance(Duration.ofSeconds(1));
            Thread.onSpinWait();
          }
        }
        case ENDS_STREAM -> peer.shutdownOutput();
        case CLOSES_UNREAD -> peer.close();
        case RESETS -> {
          peer.setSoLinger(true, 0);
          peer.close();
        }
      }
      assertThat(heard.ended.orTimeout(20, TimeUnit.SECONDS).join()).matches(end);
      peer.close();
    }
    // the server has stopped: nothing more can come
    assertThat(heard.ends).hasSize(1);
    assertThat(heard.errors).isEmpty();
    assertThat(logged.lines).noneMatch(line -> line.contains(heard.id.join()));
  }

  private void bring(Socket peer, State state) throws Exception {
    if (state == State.HANDSHAKE) {
      send(peer, "GET / HTTP/1.1\r\nHost: ");
      return;
    }
    send(peer, RawPeer.VALID_REQUEST);
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.getInputStream().read());
    }
    WebSocket ws = heard.opened.orTimeout(20, TimeUnit.SECONDS).join();
    switch (state) {
      case HANDSHAKE, IDLE -> {}
      case MESSAGE_QUEUED -> {
        while (ws.trySend(Message.binary(new byte[50_000]), Duration.ofMillis(200))) {}
      }
      case IN_MESSAGE -> {
        // a Ping before it, whose answer says that both have come
        sendHex(peer, "898000000000" + "828200000000" + "00");
        assertThat(peer.getInputStream().readNBytes(2)).isEqualTo(hex("8a00"));
      }
      case CLOSING -> {
        ws.startClosing(1000, "");
        awaitUnread(peer);
      }
      case CLOSED_BY_PEER -> {
        sendHex(peer, "888200000000" + "03e9");
        awaitUnread(peer);
      }
    }
  }

  /** Waits until bytes have come, and leaves them where they are. */
  private static void awaitUnread(Socket peer) throws IOException {
    while (peer.getInputStream().available() == 0) {
      Thread.onSpinWait();
    }
  }

  private static void send(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void sendHex(Socket peer, String hex) throws IOException {
    peer.getOutputStream().write(hex(hex));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
