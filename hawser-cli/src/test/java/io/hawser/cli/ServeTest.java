package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.InvalidStatusException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.CloseCode;
import io.hawser.model.Message;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServeTest {
  private static final String LISTENING = "listening on ";

  @Test
  void echoesTextAndBinaryUntilItIsAskedToStop() throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0")) {
      String line = run.line();
      assertThat(line).matches("listening on ws://127\\.0\\.0\\.1:[1-9][0-9]*/");

      try (var ws = WebSocketClient.connect(uri(line))) {
        ws.send("grüße");
        assertThat(ws.receive()).isEqualTo(Message.text("grüße"));
        ws.send(new byte[] {1, 2, 3});
        assertThat(ws.receive()).isEqualTo(Message.binary(new byte[] {1, 2, 3}));

        run.stop();
        assertThatThrownBy(ws::receive)
            .isInstanceOfSatisfying(
                ConnectionClosedException.class,
                closed -> assertThat(closed.code()).isEqualTo(CloseCode.GOING_AWAY));
      }
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, localhost", "127.0.0.1, 127.0.0.1", "0.0.0.0, 0.0.0.0"})
  void saysTheHostAsItWasGiven(String host, String said) throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0", "--host", host)) {
      assertThat(run.line()).matches("listening on ws://" + said + ":[0-9]+/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://good.example, https://good.example, 101",
    "https://good.example, https://bad.example, 403",
    "https://good.example, , 403",
    "none, , 101",
    "any, https://bad.example, 101",
    "same-host, https://bad.example, 403",
  })
  void admitsTheOriginsThatAreNamed(String option, String origin, int status) throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0", "--origin", option)) {
      var client = WebSocketClient.builder(uri(run.line()));
      if (origin != null) {
        client.header("Origin", origin);
      }
      assertThat(status(client)).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({"ada:secret, 101", "ada:other, 401", "eve:secret, 401", ", 401"})
  void asksForAPassword(String pair, int status, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "secret\n");
    try (var run =
        CommandRun.start("serve", "--port", "0", "--basic", "ada:" + file, "--events", "json")) {
      var client = WebSocketClient.builder(uri(run.line()));
      if (pair != null) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        client.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
      assertThat(status(client)).isEqualTo(status);
      assertThat(run.line())
          .contains(status == 101 ? "\"opened\"" : "\"kind\":\"UNAUTHORIZED\"")
          .doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @CsvSource({"on, 429", "off, 101"})
  void guardsByWhomATrustedProxyNames(String guard, int status) throws Exception {
    try (var run =
        CommandRun.start(
            "serve",
            "--port",
            "0",
            "--guard",
            guard,
            "--trusted-proxy",
            "127.0.0.1",
            "--trusted-proxy",
            "10.0.0.0/8",
            "--events",
            "json")) {
      String uri = uri(run.line());
      for (int i = 0; i < 20; i++) {
        var bad = WebSocketClient.builder(uri).header("Origin", "no origin");
        assertThat(status(bad.header("X-Forwarded-For", "203.0.113.7, 10.0.0.1"))).isEqualTo(400);
        assertThat(run.line()).contains("\"peer\":\"203.0.113.7\"", "\"kind\":\"INVALID_HEADER\"");
      }
      var good = WebSocketClient.builder(uri).header("X-Forwarded-For", "203.0.113.7");
      assertThat(status(good)).isEqualTo(status);
    }
  }

  @Test
  void readsTheProxyProtocol() throws Exception {
    try (var run =
        CommandRun.start(
            "serve",
            "--port",
            "0",
            "--trusted-proxy",
            "127.0.0.1",
            "--proxy-protocol",
            "--events",
            "json")) {
      int port = port(uri(run.line()));
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(
                "PROXY TCP4 203.0.113.7 10.0.0.1 4711 80\r\nSSH-2.0-x\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(run.line()).contains("\"peer\":\"203.0.113.7:4711\"", "\"kind\":\"NOT_HTTP\"");
      }
    }
  }

  @Test
  void movesBytesByTheTransportThatIsNamed() throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0", "--transport", "nio")) {
      try (var ws = WebSocketClient.connect(uri(run.line()))) {
        ws.send("a");
        assertThat(ws.receive()).isEqualTo(Message.text("a"));
        // what waits for the sockets has a name there
        assertThat(stacksOfServerLoops()).contains(NioIoHandler.class.getName());
      }
    }
  }

  /** The classes whose methods run on event loops of servers here. */
  private static Set<String> stacksOfServerLoops() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("hawser-server-loop"))
        .flatMap(entry -> Arrays.stream(entry.getValue()))
        .map(StackTraceElement::getClassName)
        .collect(Collectors.toSet());
  }

  private static int status(WebSocketClient.Builder client) {
    try (var ws = client.connect()) {
      return ws.response().status();
    } catch (InvalidStatusException e) {
      return e.response().status();
    }
  }

  @Test
  void tellsEventsAsJson() throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0", "--events", "json")) {
      String uri = uri(run.line());
      int port = port(uri);

      WebSocketClient.builder(uri + "chat?token=secret").connect().close(3000, "a \"word\"");

      assertThat(run.line())
          .matches(
              "\\{\"event\":\"opened\",\"id\":\"[^\"]+\",\"peer\":\"127\\.0\\.0\\.1:[0-9]+\","
                  + "\"path\":\"/chat\",\"subprotocol\":null,\"extensions\":null\\}");
      assertThat(run.line())
          .matches(
              "\\{\"event\":\"closed\",\"id\":\"[^\"]+\",\"peer\":\"127\\.0\\.0\\.1:[0-9]+\","
                  + "\"code\":3000,\"reason\":\"a \\\\\"word\\\\\"\",\"sent\":3000,"
                  + "\"clean\":false,\"initiator\":\"PEER\"\\}");

      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      }
      assertThat(run.line())
          .startsWith("{\"event\":\"handshake-failed\",\"id\":\"")
          .contains("\"peer\":\"127.0.0.1:", "\"kind\":\"NOT_HTTP\",\"status\":400,\"path\":null")
          .matches(".*\"took_ms\":[0-9]+\\}");

      new Socket(InetAddress.getLoopbackAddress(), port).close();
      assertThat(run.line()).contains("\"kind\":\"PROBE\",\"status\":null,\"path\":null");
    }
  }

  @Test
  void tellsFiguresOnceInAWhileAndAtTheEnd() throws Exception {
    try (var run =
        CommandRun.start("serve", "--port", "0", "--events", "json", "--stats-interval", "100ms")) {
      int port = port(uri(run.line()));
      assertThat(run.line())
          .startsWith("{\"event\":\"stats\",\"opened\":0,\"failed\":0,\"failed_by_kind\":{}")
          .contains("\"answered\":{}", "\"failed_share\":0.0", "\"pending\":0,\"open\":0");
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      }
      run.stop();
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.rest())
          .last()
          .asString()
          .contains("\"failed\":1,\"failed_by_kind\":{\"NOT_HTTP\":1},\"answered\":{\"400\":1}");
    }
  }

  @Test
  void refusesUnknownLogProfiles() throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0", "--log-profile", "loud")) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains("--log-profile", "'loud'; expected production or development");
    }
  }

  @Test
  void givesUpOnSilentPeersAtTheOpeningTimeout() throws Exception {
    try (var run =
            CommandRun.start(
                "serve", "--port", "0", "--events", "json", "--opening-timeout", "50ms");
        var socket = new Socket(InetAddress.getLoopbackAddress(), port(uri(run.line())))) {
      socket.setSoTimeout(30_000);
      assertThat(socket.getInputStream().readAllBytes()).asString().contains(" 408 ");
      assertThat(run.line()).contains("\"kind\":\"TIMEOUT\",\"status\":408");
    }
  }

  @Test
  void limitsMessagesAndFragments() throws Exception {
    try (var run =
        CommandRun.start("serve", "--port", "0", "--events", "json", "--max-message", "1KiB")) {
      try (var ws = WebSocketClient.connect(uri(run.line()))) {
        ws.send("x".repeat(1024));
        assertThat(ws.receive().size()).isEqualTo(1024);
        ws.send("x".repeat(1025));
        assertThatThrownBy(ws::receive)
            .isInstanceOfSatisfying(
                ConnectionClosedException.class,
                closed -> assertThat(closed.code()).isEqualTo(CloseCode.MESSAGE_TOO_BIG));
      }
      assertThat(run.line()).contains("\"event\":\"opened\"");
      assertThat(run.line()).contains("\"event\":\"closed\"", "\"sent\":1009", "\"LOCAL\"");
    }
  }

  @Test
  void compressesOnlyIfAskedTo() throws Exception {
    try (var plain = CommandRun.start("serve", "--port", "0");
        var compressing = CommandRun.start("serve", "--port", "0", "--compression")) {
      assertThat(extensions(uri(plain.line()))).isEmpty();
      assertThat(extensions(uri(compressing.line()))).startsWith("permessage-deflate");
    }
  }

  @Test
  void servesTls(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.in(folder);
    try (var run =
        CommandRun.start(
            "serve",
            "--host=localhost",
            "--port=0",
            "--tls-cert=" + certificate.certificate(),
            "--tls-key=" + certificate.key())) {
      String line = run.line();
      assertThat(line).matches("listening on wss://localhost:[0-9]+/");
      try (var ws = WebSocketClient.builder(uri(line)).trustAnyServer().connect()) {
        ws.send("secret");
        assertThat(ws.receive()).isEqualTo(Message.text("secret"));
      }
    }
  }

  @Test
  void servesOnAUnixSocketAndRemovesItsFile(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("echo.sock");
    try (var run = CommandRun.start("serve", "--unix", path.toString(), "--events", "json")) {
      assertThat(run.line()).isEqualTo("listening on unix:" + path);
      try (var ws = WebSocketClient.builder("ws://localhost/").unixSocket(path).connect()) {
        ws.send("near");
        assertThat(ws.receive()).isEqualTo(Message.text("near"));
      }
      assertThat(run.line()).contains("\"event\":\"opened\"", "\"peer\":\"unix\"");
      run.stop();
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void refusesForeignPages() throws Exception {
    try (var run = CommandRun.start("serve", "--port", "0")) {
      var client = WebSocketClient.builder(uri(run.line())).header("Origin", "http://evil.example");
      assertThatThrownBy(client::connect).isInstanceOf(InvalidStatusException.class);
    }
  }

  @Test
  void listensNoMoreOnceItHasEnded() throws Exception {
    int port;
    try (var run = CommandRun.start("serve", "--port", "0")) {
      port = port(uri(run.line()));
      run.stop();
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(SocketException.class);
  }

  private static String extensions(String uri) {
    try (var ws =
        WebSocketClient.builder(uri).compression(DeflateSettings.forClients()).connect()) {
      return ws.response().headers().first("Sec-WebSocket-Extensions").orElse("");
    }
  }

  private static String uri(String line) {
    assertThat(line).startsWith(LISTENING);
    return line.substring(LISTENING.length());
  }

  private static int port(String uri) {
    return java.net.URI.create(uri).getPort();
  }
}
