package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.server.WebSocketServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
  private static final String URI = "ws://127.0.0.1:1/";

  static Stream<Arguments> nonsense() {
    return Stream.of(
        arguments(List.of(), "missing required subcommand"),
        arguments(List.of("sail"), "unmatched argument at index 0: 'sail'"),
        arguments(List.of("--nonsense"), "unknown option: '--nonsense'"),
        arguments(List.of("serve", "--nonsense"), "unknown option: '--nonsense'"),
        arguments(List.of("serve", "echo"), "unmatched argument at index 1: 'echo'"),
        arguments(List.of("serve", "--port"), "'--port'"),
        arguments(
            List.of("serve", "--port", "65536"), "'65536'; expected a number from 0 to 65535"),
        arguments(List.of("serve", "--port=-1"), "'-1'; expected a number from 0 to 65535"),
        arguments(List.of("serve", "--port", "1", "--port", "2"), "'--port'"),
        arguments(List.of("serve", "--host", " "), "--host: ' '; expected a name or an address"),
        arguments(
            List.of("serve", "--host", "no such\nhost"), "--host: unknown host 'no such\\nhost'"),
        arguments(List.of("serve", "--unix", "--port", "0"), "'--unix'"),
        arguments(List.of("serve", "--unix", "x", "--port", "0"), "--unix and --port"),
        arguments(List.of("serve", "--unix", "x", "--host", "::1"), "--unix and --host"),
        arguments(List.of("serve", "--unix", "/no/such/folder/x"), "/no/such/folder/x"),
        arguments(List.of("serve", "--tls-cert", "c.pem"), "--tls-cert without --tls-key"),
        arguments(List.of("serve", "--tls-key", "k.pem"), "--tls-key without --tls-cert"),
        arguments(
            List.of("serve", "--tls-cert", "/no/c.pem", "--tls-key", "/no/k.pem"), "/no/c.pem"),
        arguments(List.of("serve", "--opening-timeout", "10"), "'10'; expected 1ms to 24h"),
        arguments(List.of("serve", "--max-message", "0"), "'0'; expected 1 to 2147483647 bytes"),
        arguments(List.of("serve", "--max-fragments", "x"), "'x'; expected a number from 1"),
        arguments(List.of("serve", "--threads", "0"), "'0'; expected a number from 1 to 1024"),
        arguments(
            List.of("serve", "--transport", "NIO"),
            "'NIO'; expected auto, io_uring, epoll, kqueue or nio"),
        arguments(
            List.of("serve", "--transport", OS.MAC.isCurrentOs() ? "epoll" : "kqueue"),
            "is not available here: "),
        arguments(List.of("serve", "--carrier", "os"), "'os'; expected jdk or loop"),
        arguments(List.of("serve", "--origin", "example.com"), "--origin: origin: example.com"),
        arguments(
            List.of("serve", "--origin", "any", "--origin", "none"), "--origin any, and another"),
        arguments(List.of("serve", "--basic", "ada"), "'ada'; expected a user and a file"),
        arguments(List.of("serve", "--basic", "ada:/no/such/file"), "cannot read /no/such/file"),
        arguments(List.of("serve", "--guard", "maybe"), "'maybe'; expected on or off"),
        arguments(
            List.of("serve", "--trusted-proxy", "10.0.0.0/33"), "10.0.0.0/33; its prefix must be"),
        arguments(List.of("serve", "--proxy-protocol"), "--proxy-protocol without --trusted-proxy"),
        arguments(List.of("serve", "--events", "xml"), "'xml'; expected text or json"),
        arguments(List.of("connect"), "missing required parameter: 'URI'"),
        arguments(List.of("connect", URI, URI), "unmatched argument at index 2"),
        arguments(List.of("connect", ""), "not a WebSocket URI"),
        arguments(List.of("connect", "http://example.com/"), "not a WebSocket URI"),
        arguments(List.of("connect", "ws://exa mple.com/"), "not a WebSocket URI"),
        arguments(List.of("connect", "ws://example.com/#top"), "not a WebSocket URI"),
        arguments(List.of("connect", "--header", "none", URI), "--header: 'none'; expected a name"),
        arguments(List.of("connect", "--header", "a b: c", URI), "must be a token"),
        arguments(List.of("connect", "--header", "A: b\nC: d", URI), "control character"),
        arguments(List.of("connect", "--header", "Upgrade: x", URI), "Upgrade"),
        arguments(List.of("connect", "--subprotocol", "a b", URI), "a b"),
        arguments(
            List.of("connect", "--subprotocol", "a", "--subprotocol", "a", URI), "subprotocol"),
        arguments(List.of("connect", "--events", "JSON", URI), "'JSON'; expected text or json"),
        arguments(List.of("connect", "--unix", "x", URI), "unknown option"));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void refusesNonsenseInOneLine(List<String> args, String expected) throws Exception {
    try (var run = CommandRun.start(args.toArray(String[]::new))) {
      assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).startsWith("hawser: ").contains(expected).hasLineCount(1);
    }
  }

  @Test
  void refusesAPortInUse() throws Exception {
    try (var server = WebSocketServer.serve("127.0.0.1", 0, ws -> {});
        var run = CommandRun.start("serve", "--port", "" + server.port())) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.rest()).isEmpty();
      assertThat(run.err()).contains("127.0.0.1:" + server.port()).hasLineCount(1);
    }
  }

  @Test
  void refusesAPathThatExistsAndLeavesItAlone(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("taken"), "mine");

    try (var run = CommandRun.start("serve", "--unix", file.toString())) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains(file + " exists").hasLineCount(1);
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesFilesThatAreNotPem(@TempDir Path folder) throws Exception {
    String file = Files.writeString(folder.resolve("x.pem"), "no certificate").toString();

    try (var run = CommandRun.start("serve", "--tls-cert", file, "--tls-key", file)) {
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains(file).contains("must be PEM").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @MethodSource("helpful")
  void helps(List<String> args, List<String> expected) throws Exception {
    try (var run = CommandRun.start(args.toArray(String[]::new))) {
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.err()).isEmpty();
      assertThat(String.join("\n", run.rest())).contains(expected);
    }
  }

  static Stream<Arguments> helpful() {
    return Stream.of(
        arguments(List.of("--help"), List.of("serve", "connect")),
        arguments(List.of("--version"), List.of("hawser ")),
        arguments(
            List.of("serve", "--help"),
            List.of(
                "--host",
                "--port",
                "--unix",
                "--tls-cert",
                "--tls-key",
                "--opening-timeout",
                "--max-message",
                "--max-fragments",
                "--compression",
                "--transport",
                "--carrier",
                "--threads",
                "--events")),
        arguments(
            List.of("connect", "--help"),
            List.of("--header", "--subprotocol", "--insecure", "--compression", "--events")));
  }
}
