package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Command;
import io.hawser.benchmarks.process.Jvm;
import io.hawser.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds of memory just after it has collected all its garbage.
 *
 * @param liveBytes of all objects that are reachable
 * @param residentKib of memory that it has from the system
 * @param histogram the classes of those objects, as {@code jcmd} prints them
 */
record Footprint(long liveBytes, long residentKib, String histogram) {
  private static final int JCMD_SECONDS = 60;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /**
   * Measures a server.
   *
   * @throws IOException if {@code jcmd} cannot ask it
   */
  static Footprint of(ServerProcess server) throws IOException, InterruptedException {
    String pid = Long.toString(server.pid());
    // Of two collections the second clears what the first has put on queues of references.
    jcmd(pid, "GC.run");
    String histogram = jcmd(pid, "GC.class_histogram");
    String status = Files.readString(Path.of("/proc", pid, "status"));
    return new Footprint(number(TOTAL, histogram), number(RESIDENT, status), histogram);
  }

  private static String jcmd(String pid, String request) throws IOException, InterruptedException {
    return Command.output(List.of(Jvm.tool("jcmd"), pid, request), JCMD_SECONDS);
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return Long.parseLong(text.substring(matcher.start(1), matcher.end(1)));
  }
}
