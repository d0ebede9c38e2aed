package io.hawser.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.conformance.TrustedAuthority;
import io.hawser.error.ConnectionClosedException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.protocol.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Hawser's client against other stacks' servers, plain and over TLS. */
@ParameterizedClass(name = "{0}, secure: {1}")
@CsvSource({
  "WS_SERVER, false",
  "WS_SERVER, true",
  "WEBSOCKETS_SERVER, false",
  "WEBSOCKETS_SERVER, true"
})
@Timeout(60)
class PeerServersTest {
  private static final int MIB = 1024 * 1024;

  /** Longer than a test may take: whoever waits for the deadline to close has failed. */
  private static final Duration NEVER_NEEDED = Duration.ofMinutes(10);

  /** Sixteen bytes of UTF-8 with one to four bytes a character. */
  private static final String PROSE = "moor£d €😀 w!";

  @TempDir private static Path folder;

  private static Certificates certificates;
  private static PeerServer server;

  @Parameter(0)
  Peer peer;

  @Parameter(1)
  boolean secure;

  @BeforeParameterizedClassInvocation
  static void start(Peer peer, boolean secure) throws Exception {
    peer.requireInstalled();
    certificates = Certificates.create(folder);
    server =
        secure
            ? PeerServer.start(peer, certificates.certificate(), certificates.key())
            : PeerServer.start(peer);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Test
  void textComesBack() {
    try (var ws = connect()) {
      for (String text : new String[] {"hello", "", "κόσμε 😀", PROSE.repeat(4096)}) {
        ws.send(text);
        assertThat(ws.receive().text()).isEqualTo(text);
      }
    }
  }

  @Test
  void binaryComesBack() {
    try (var ws = connect()) {
      for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
        byte[] bytes = noise(length);
        ws.send(bytes);
        assertThat(ws.receive().bytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void manyMessagesComeBackInOrder() {
    try (var ws = connect()) {
      for (int i = 0; i < 1000; i++) {
        ws.send("message " + i);
      }
      for (int i = 0; i < 1000; i++) {
        assertThat(ws.receive().text()).isEqualTo("message " + i);
      }
    }
  }

  @Test
  void sixteenMebibytesComeBack() {
    try (var ws = connect()) {
      byte[] bytes = noise(16 * MIB);
      ws.send(bytes);
      assertThat(ws.receive().bytes()).isEqualTo(bytes);
      String text = PROSE.repeat(MIB);
      ws.send(text);
      assertThat(ws.receive().bytes()).isEqualTo(text.getBytes(UTF_8));
    }
  }

  @Test
  void fragmentsAreOneMessage() {
    try (var ws = connect()) {
      // the peer's Pings between them are too few for a flood
      ws.send("!fragments 3 " + PROSE.repeat(10));
      assertThat(ws.receive().text()).isEqualTo(PROSE.repeat(10));
    }
  }

  @Test
  void compressedFragmentsAreOneMessage() {
    try (var ws = compressing(0)) {
      ws.send("!fragments 7 " + PROSE.repeat(20));
      assertThat(ws.receive().text()).isEqualTo(PROSE.repeat(20));
    }
  }

  @Test
  void compressedMessagesComeBack() {
    try (var ws = compressing(256)) {
      for (int i = 0; i < 50; i++) {
        String text = i + ": " + PROSE.repeat(i * i);
        ws.send(text);
        assertThat(ws.receive().text()).isEqualTo(text);
      }
    }
  }

  @Test
  void largeCompressedMessageComesBack() {
    try (var ws = compressing(0)) {
      String text = PROSE.repeat(MIB);
      ws.send(text);
      assertThat(ws.receive().bytes()).isEqualTo(text.getBytes(UTF_8));
    }
  }

  @Test
  void compressionWithoutContextTakeoverWorks() {
    var settings =
        DeflateSettings.forClients()
            .withThresholdBytes(0)
            .withClientContextTakeover(false)
            .withServerContextTakeover(false);
    try (var ws = builder().compression(settings).connect()) {
      assertThat(extensions(ws)).contains("server_no_context_takeover");
      for (int i = 0; i < 20; i++) {
        String text = i + ": " + PROSE.repeat(100);
        ws.send(text);
        assertThat(ws.receive().text()).isEqualTo(text);
      }
    }
  }

  @Test
  void pingIsAnswered() {
    try (var ws = connect()) {
      assertThat(ws.ping()).isPositive();
    }
  }

  @Test
  void peerSeesCodeAndReasonOfOurClose() {
    try (var ws = connect()) {
      ws.send("!watch it");
      assertThat(ws.receive().text()).isEqualTo("!watch it");
      ws.close(3001, "enough");
      assertThat(ws.closure().orElseThrow().received())
          .extracting(CloseReason::code)
          .isEqualTo(new CloseCode(3001));
    }
    try (var ws = connect()) {
      ws.send("!closed it");
      assertThat(ws.receive().text()).isEqualTo("3001 enough");
    }
  }

  @Test
  void codeAndReasonOfPeersCloseAreSeen() {
    try (var ws = connect()) {
      ws.send("!close 4001 mooring full");
      assertThatThrownBy(ws::receive)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.received()).isEqualTo(CloseReason.of(4001, "mooring full")));
    }
  }

  @Test
  void cleanCloseOfThePeerEndsTheIteration() {
    try (var ws = connect()) {
      ws.send("!close 1000 ");
      assertThat(ws).isEmpty();
      assertThat(ws.closure().orElseThrow().isClean()).isTrue();
    }
  }

  @Test
  void droppedConnectionIsAnError() {
    try (var ws = connect()) {
      ws.send("!drop");
      assertThatThrownBy(ws::receive)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class,
              e -> assertThat(e.code()).isEqualTo(CloseCode.ABNORMAL_CLOSURE));
    }
  }

  private WebSocket connect() {
    return builder().connect();
  }

  private WebSocket compressing(int thresholdBytes) {
    var settings = DeflateSettings.forClients().withThresholdBytes(thresholdBytes);
    WebSocket ws = builder().compression(settings).connect();
    assertThat(extensions(ws)).startsWith("permessage-deflate");
    return ws;
  }

  private WebSocketClient.Builder builder() {
    var builder =
        WebSocketClient.builder(url())
            .limits(Limits.defaults().withMaxMessageBytes(64 * MIB))
            .timeouts(Timeouts.defaults().withClosing(NEVER_NEEDED));
    return secure ? builder.tls(TrustedAuthority.context(certificates.authority())) : builder;
  }

  private String url() {
    return (secure ? "wss" : "ws") + "://localhost:" + server.port() + "/";
  }

  private static String extensions(WebSocket ws) {
    return ws.response().headers().first("Sec-WebSocket-Extensions").orElse("");
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(6455).nextBytes(bytes);
    return bytes;
  }
}
