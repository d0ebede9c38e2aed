package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A client at the end of a cable, in a network namespace of Linux, which is pulled out in each
 * phase of an opening. Needs root; skipped where namespaces are not allowed.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class CableTest {
  private static final long OPENING_MILLIS = 700;

  private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);
  private static final String NAMESPACE = "hawser-" + ID;
  private static final String OUR_END = "hwo" + ID;
  private static final String ITS_END = "hwi" + ID;
  private static final String OUR_ADDRESS = "198.18.77.1";
  private static final String ITS_ADDRESS = "198.18.77.2";
  private static final Path RESOLVER = Path.of("/etc/netns", NAMESPACE, "resolv.conf");

  @BeforeEach
  void connect() throws Exception {
    assumeThat(succeeds("ip", "netns", "add", NAMESPACE))
        .as("network namespaces are allowed to this user")
        .isTrue();
    run("ip", "link", "add", OUR_END, "type", "veth", "peer", "name", ITS_END);
    run("ip", "link", "set", ITS_END, "netns", NAMESPACE);
    run("ip", "address", "add", OUR_ADDRESS + "/30", "dev", OUR_END);
    run("ip", "link", "set", OUR_END, "up");
    inside("ip", "address", "add", ITS_ADDRESS + "/30", "dev", ITS_END);
    inside("ip", "link", "set", ITS_END, "up");
    inside("ip", "link", "set", "lo", "up");
    // names are asked for at our end of the cable, where nobody answers
    Files.createDirectories(RESOLVER.getParent());
    Files.writeString(RESOLVER, "nameserver " + OUR_ADDRESS + "\n");
  }

  @AfterEach
  void disconnect() throws Exception {
    succeeds("ip", "link", "delete", OUR_END);
    succeeds("ip", "netns", "delete", NAMESPACE);
    Files.deleteIfExists(RESOLVER);
    Files.deleteIfExists(RESOLVER.getParent());
  }

  @Test
  void aPulledCableEndsEachPhaseAtTheDeadlineAndLeavesNothing() throws Exception {
    Process client = startClient();
    try (BufferedReader lines = client.inputReader();
        var server = new ServerSocket(0, 10, InetAddress.getByName(OUR_ADDRESS))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      String place = "://" + OUR_ADDRESS + ":" + server.getLocalPort() + "/";

      // HTTP: behind the request
      send(client, "ws" + place);
      try (Socket socket = server.accept()) {
        assertThat(socket.getInputStream().read()).isEqualTo('G');
        pull();
        assertEnded(lines.readLine(), "HandshakeTimeoutException HTTP");
      }
      // TCP: before it is connected; our end is down, so that its end has no carrier
      send(client, "ws" + place);
      assertEnded(lines.readLine(), "HandshakeTimeoutException TCP");
      // DNS: nobody hears the question
      send(client, "ws://server.test/");
      assertThat(lines.readLine()).contains(" DNS ").endsWith(" 0");
      plugIn();

      // TLS: behind the ClientHello
      send(client, "wss" + place);
      try (Socket socket = server.accept()) {
        assertThat(socket.getInputStream().read()).isEqualTo(22);
        pull();
        assertEnded(lines.readLine(), "HandshakeTimeoutException TLS");
      }
      // no way out at all: known at once
      inside("ip", "link", "set", ITS_END, "down");
      send(client, "ws" + place);
      assertThat(lines.readLine()).startsWith("ConnectFailedException TCP ").endsWith(" 0");

      client.getOutputStream().close();
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
    } finally {
      client.destroyForcibly();
    }
  }

  private static void assertEnded(String line, String how) {
    String[] parts = line.split(" ", -1);
    assertThat(parts[0] + " " + parts[1]).isEqualTo(how);
    // the deadline, and as much again for a machine that is busy
    assertThat(Long.parseLong(parts[2])).isBetween(OPENING_MILLIS - 1, 10 * OPENING_MILLIS);
    assertThat(parts[3]).as("sockets left").isEqualTo("0");
  }

  private static Process startClient() throws IOException {
    return new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            NAMESPACE,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            CableClient.class.getName(),
            Long.toString(OPENING_MILLIS))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void send(Process client, String uri) throws IOException {
    client.outputWriter().write(uri + "\n");
    client.outputWriter().flush();
  }

  private static void pull() throws Exception {
    run("ip", "link", "set", OUR_END, "down");
  }

  private static void plugIn() throws Exception {
    run("ip", "link", "set", OUR_END, "up");
  }

  private static void inside(String... command) throws Exception {
    run(
        Stream.concat(List.of("ip", "netns", "exec", NAMESPACE).stream(), List.of(command).stream())
            .toArray(String[]::new));
  }

  private static void run(String... command) throws Exception {
    assertThat(succeeds(command)).as(String.join(" ", command)).isTrue();
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
