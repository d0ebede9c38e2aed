package io.hawser.tests;

import io.hawser.Timeouts;
import io.hawser.client.Proxies;
import io.hawser.client.WebSocketClient;
import io.hawser.error.HandshakeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A client in a JVM and a network of its own. Connects to each URI that it reads, and prints what
 * came of it: exception, phase, how long it took, how many sockets are left.
 */
public final class CableClient {
  private CableClient() {}

  public static void main(String[] args) throws IOException {
    var timeouts = Timeouts.defaults().withOpening(Duration.ofMillis(Long.parseLong(args[0])));
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    // all goes its way once, so that what stays for good is there
    attempt("ws://127.0.0.1:1/", timeouts);
    System.out.println("ready");
    for (String uri = lines.readLine(); uri != null; uri = lines.readLine()) {
      System.out.println(attempt(uri, timeouts));
    }
  }

  private static String attempt(String uri, Timeouts timeouts) throws IOException {
    long start = System.nanoTime();
    String outcome;
    try (var ws =
        WebSocketClient.builder(uri)
            .timeouts(timeouts)
            .proxies(Proxies.none())
            .trustAnyServer()
            .connect()) {
      outcome = "open -";
    } catch (HandshakeException e) {
      outcome = e.getClass().getSimpleName() + " " + e.phase();
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return "%s %d %d".formatted(outcome, millis, socketsLeft());
  }

  /** Waits a while for none: a socket is closed on its event loop. */
  private static long socketsLeft() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    long left = sockets();
    while (left > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      left = sockets();
    }
    return left;
  }

  /** Those of TCP; the JDK keeps one of another kind for itself. */
  static long sockets() throws IOException {
    String tcp =
        Files.readString(Path.of("/proc/self/net/tcp"))
            + Files.readString(Path.of("/proc/self/net/tcp6"));
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(descriptor -> isOneOf(tcp, descriptor)).count();
    }
  }

  private static boolean isOneOf(String tcp, Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:[")
          && tcp.contains(" " + target.substring(8, target.length() - 1) + " ");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
