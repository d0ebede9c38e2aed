package io.hawser.conformance.scan;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Lets each scanner loose on an echo server that somebody uses meanwhile, and prints what that
 * somebody saw and what the server holds afterwards, as a table in Markdown.
 */
public final class Scanners {
  /** Lingering sockets and deadlines of those who never finished. */
  private static final int SETTLING_MILLIS = 12_000;

  private Scanners() {}

  /**
   * Runs them all.
   *
   * @param args PEM files of a certificate for 127.0.0.1 and of its key
   */
  public static void main(String... args) throws Exception {
    try (var plain = WebSocketServer.serve("127.0.0.1", 0, ws -> ws.forEach(ws::send));
        var secure =
            WebSocketServer.builder(ws -> ws.forEach(ws::send))
                .listen("127.0.0.1", 0)
                .tls(Path.of(args[0]), Path.of(args[1]))
                .start()) {
      System.out.println(
          "| scan | echoes | p99, ms | refused meanwhile | heap after, KiB | files after |");
      System.out.println("|---|--:|--:|--:|--:|--:|");
      for (Scan scan : Scan.values()) {
        System.out.println(row(scan, plain.port(), secure.port()));
      }
      System.out.println();
      System.out.println("plain: " + plain.stats());
      System.out.println("TLS: " + secure.stats());
    }
  }

  private static String row(Scan scan, int plain, int secure)
      throws IOException, InterruptedException {
    boolean ran;
    EchoWatch.Seen seen;
    try (var watch = new EchoWatch("ws://127.0.0.1:" + plain + "/")) {
      ran = scan.run(scan.isTls() ? secure : plain);
      seen = watch.end();
    }
    if (!ran) {
      return "| %s | not run | | | | |".formatted(name(scan));
    }
    Thread.sleep(SETTLING_MILLIS);
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f | %d | %,d | %d |",
        name(scan),
        seen.messages(),
        seen.p99Millis(),
        seen.refused(),
        heap,
        files());
  }

  private static String name(Scan scan) {
    return scan.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
