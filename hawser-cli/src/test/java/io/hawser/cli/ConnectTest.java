package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectTest {
  private static final WebSocketHandler ECHO =
      ws -> {
        for (var message : ws) {
          ws.send(message);
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5_000})
  void printsTheAnswerToEveryLineBeforeItEnds(int count) throws Exception {
    List<String> lines = IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    try (var server = serve(ECHO);
        var run = CommandRun.startWithInput(String.join("\n", lines), "connect", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest()).isEqualTo(lines);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void tellsEverythingAsJson() throws Exception {
    try (var server = serve(ECHO);
        var run =
            CommandRun.startWithInput("a\u001b\nü", "connect", "--events", "json", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest())
          .containsExactly(
              "{\"event\":\"opened\",\"peer\":\"127.0.0.1:%d\",\"subprotocol\":null,\"extensions\":null}"
                  .formatted(server.port()),
              "{\"event\":\"message\",\"text\":\"a\\u001B\"}",
              "{\"event\":\"message\",\"text\":\"\\u00FC\"}",
              "{\"event\":\"closed\",\"code\":1000,\"reason\":\"\",\"sent\":1000,\"clean\":true,"
                  + "\"initiator\":\"LOCAL\"}");
    }
  }

  @Test
  void escapesWhatATerminalWouldObey() throws Exception {
    WebSocketHandler hostile =
        ws -> {
          ws.send("\u001b]0;title\u0007\nnext");
          ws.send(new byte[] {0, 27, (byte) 0xFF});
          ws.send(new byte[33]);
          ws.send(new byte[0]);
        };
    try (var server = serve(hostile);
        var run = CommandRun.startWithInput(new Silence(), "connect", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest())
          .containsExactly(
              "\\x1b]0;title\\x07\\nnext",
              "binary: 3 bytes: 00 1b ff",
              "binary: 33 bytes: " + "00 ".repeat(32) + "...",
              "binary: 0 bytes");
    }
  }

  @Test
  void tellsBinaryAsBase64() throws Exception {
    try (var server = serve(ws -> ws.send(new byte[] {0, 27, (byte) 0xFF}));
        var run =
            CommandRun.startWithInput(new Silence(), "connect", "--events", "json", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest()).contains("{\"event\":\"message\",\"binary\":\"ABv/\"}");
    }
  }

  @Test
  void endsWhenTheServerClosesWhileItWaitsForInput() throws Exception {
    try (var server = serve(ws -> ws.close(1001, "bye"));
        var run =
            CommandRun.startWithInput(new Silence(), "connect", "--events", "json", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest())
          .last()
          .isEqualTo(
              "{\"event\":\"closed\",\"code\":1001,\"reason\":\"bye\",\"sent\":1001,\"clean\":true,"
                  + "\"initiator\":\"PEER\"}");
    }
  }

  @Test
  void endsWithAnotherStatusWhenTheServerClosesAbnormally() throws Exception {
    try (var server = serve(ws -> ws.close(4000, "no\u001b more"));
        var run = CommandRun.startWithInput(new Silence(), "connect", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.CLOSED_ABNORMALLY);
      assertThat(run.rest()).isEmpty();
      assertThat(run.err())
          .startsWith("hawser: connection closed by the peer: ")
          .contains("received 4000 (no\\u001b more)")
          .hasLineCount(1);
    }
  }

  @Test
  void sendsEachLineAtOnce() throws Exception {
    try (var server = serve(ECHO);
        var input = new PipedOutputStream();
        var run = CommandRun.startWithInput(new PipedInputStream(input), "connect", uri(server))) {
      for (String line : List.of("one", "", "three")) {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        assertThat(run.line()).isEqualTo(line);
      }
      input.close();
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void saysWhichPhaseFailed() throws Exception {
    int unused;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    try (var run = CommandRun.start("connect", "--events", "json", "ws://127.0.0.1:" + unused)) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line())
          .startsWith("{\"event\":\"failed\",\"phase\":\"TCP\",\"status\":null,\"message\":\"");
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).startsWith("hawser: ").hasLineCount(1);
    }
  }

  @Test
  void saysWhichStatusRefusedIt() throws Exception {
    try (var server = serve(ECHO);
        var run =
            CommandRun.start(
                "connect", "--events=json", "--header=Origin: http://evil.example", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.line())
          .startsWith("{\"event\":\"failed\",\"phase\":\"HTTP\",\"status\":403,\"message\":\"");
    }
  }

  @Test
  void saysThatAHostIsUnknown() throws Exception {
    try (var run = CommandRun.start("connect", "ws://no-such-host.invalid/")) {
      assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).contains("no-such-host.invalid").hasLineCount(1);
    }
  }

  @Test
  void sendsHeadersAndOffersSubprotocolsAndCompression() throws Exception {
    var builder =
        WebSocketServer.builder(
                ws -> {
                  ws.send(String.join("|", ws.request().headers().all("X-Twice")));
                  ws.send(ws.request().headers().first("Sec-WebSocket-Extensions").orElse(""));
                })
            .subprotocols("v2", "v1")
            .listen("127.0.0.1", 0);
    try (var server = builder.start();
        var run =
            CommandRun.startWithInput(
                new Silence(),
                "connect",
                "--header=X-Twice: a",
                "--header",
                "X-Twice:b: c ",
                "--subprotocol=v1",
                "--subprotocol=v2",
                "--compression",
                "--events=json",
                uri(server))) {
      assertThat(run.line()).contains("\"subprotocol\":\"v2\"");
      assertThat(run.line()).contains("\"text\":\"a|b: c\"");
      assertThat(run.line()).contains("permessage-deflate");
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void trustsAnUnknownCertificateOnlyIfToldTo(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.in(folder);
    var builder =
        WebSocketServer.builder(ECHO)
            .listen("127.0.0.1", 0)
            .tls(certificate.certificate(), certificate.key());
    try (var server = builder.start()) {
      String uri = "wss://localhost:" + server.port() + "/";
      try (var run = CommandRun.start("connect", "--events=json", uri)) {
        assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
        assertThat(run.line()).contains("\"phase\":\"TLS\",\"status\":null");
        assertThat(run.err()).contains("certificate of localhost refused").hasLineCount(1);
      }
      try (var run = CommandRun.startWithInput("a", "connect", "--insecure", uri)) {
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.rest()).containsExactly("a");
      }
    }
  }

  @Test
  void connectsByAProxyAndKeepsItsPasswordToItself() throws Exception {
    try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var head = new StringBuilder();
      Thread.ofVirtual().start(() -> refuse(proxy, head));
      try (var run =
          CommandRun.start(
              "connect",
              "--events=json",
              "--proxy=http://user:secret@127.0.0.1:" + proxy.getLocalPort(),
              "wss://server.invalid/")) {
        assertThat(run.status()).isEqualTo(ExitStatus.HANDSHAKE_FAILED);
        assertThat(run.line())
            .isEqualTo(
                "{\"event\":\"failed\",\"phase\":\"PROXY\",\"status\":407,\"message\":"
                    + "\"proxy http://127.0.0.1:%d refused: HTTP 407\"}",
                proxy.getLocalPort());
        assertThat(run.err()).doesNotContain("secret").hasLineCount(1);
      }
      assertThat(head).startsWith("CONNECT server.invalid:443 HTTP/1.1\r\n");
      assertThat(head).contains("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n");
    }
  }

  private static void refuse(ServerSocket proxy, StringBuilder head) {
    try (var client = proxy.accept()) {
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) client.getInputStream().read());
      }
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aProxyThatIsNoneIsRefusedWithoutItsPassword() throws Exception {
    try (var run =
        CommandRun.start("connect", "--proxy=ftp://user:secret@proxy", "ws://server.invalid/")) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains("ftp://***@proxy").doesNotContain("secret");
    }
  }

  @Test
  void stopsListeningToAPeerThatNeverStopsTalking() throws Exception {
    WebSocketHandler talkative =
        ws -> {
          for (int i = 0; ; i++) {
            ws.send("tick " + i);
            Thread.sleep(10); // how fast the peer talks
          }
        };
    try (var server = serve(talkative);
        var run = CommandRun.startWithInput("quiet, please", "connect", uri(server))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
    }
  }

  private static WebSocketServer serve(WebSocketHandler handler) {
    return WebSocketServer.serve("127.0.0.1", 0, handler);
  }

  private static String uri(WebSocketServer server) {
    return "ws://127.0.0.1:" + server.port() + "/";
  }
}
