package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Servers that run at the same time, on one core, to be measured in turns. */
public final class Servers implements AutoCloseable {
  private final List<ServerProcess> running = new ArrayList<>();

  private Servers() {}

  /**
   * Starts those that can be; the limit must.
   *
   * @param folder for what they print
   * @param leftOut hears of each that does not start here, and why
   * @throws IOException if the limit does not start
   */
  public static Servers start(List<Candidate> candidates, Path folder, Consumer<String> leftOut)
      throws IOException, InterruptedException {
    var servers = new Servers();
    boolean started = false;
    try {
      for (Candidate candidate : candidates) {
        servers.running.add(ServerProcess.start(candidate, folder));
      }
      servers.leaveOutWhatDoesNotStart(leftOut);
      started = true;
      return servers;
    } finally {
      if (!started) {
        servers.close();
      }
    }
  }

  /** Those that run, in the order of candidates. */
  public List<ServerProcess> running() {
    return List.copyOf(running);
  }

  private void leaveOutWhatDoesNotStart(Consumer<String> leftOut)
      throws IOException, InterruptedException {
    for (ServerProcess server : running()) {
      try {
        server.awaitListening();
      } catch (IOException e) {
        server.close();
        running.remove(server);
        if (server.candidate().isRaw()) {
          throw e;
        }
        leftOut.accept("Left out: %s: %s\n".formatted(server.candidate().name(), e.getMessage()));
      }
    }
  }

  @Override
  public void close() {
    running.forEach(ServerProcess::close);
  }
}
