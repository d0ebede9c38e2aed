package io.hawser.benchmarks.handshake;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.ServerProcess;
import io.hawser.benchmarks.process.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server to measure.
 *
 * @param server as it is by default
 * @param counting the same with a guard that counts what comes from this machine; if there is one
 */
record Contender(ServerProcess server, Optional<ServerProcess> counting) implements AutoCloseable {

  /** Ours, with a transport and an API as {@code HawserEcho} has them. */
  static Contender ours(String api, Path folder) throws IOException, InterruptedException {
    String name = "hawser-" + api;
    Candidate server = ours(name, api, "usual");
    Candidate counting = ours(name + "-counting", api, "loopback");
    ServerProcess first = listening(server, folder);
    try {
      return new Contender(first, Optional.of(listening(counting, folder)));
    } catch (IOException | InterruptedException e) {
      first.close();
      throw e;
    }
  }

  private static Candidate ours(String name, String api, String guard) {
    return Candidate.hawser(
        Setup.PLAIN, name, Candidate.HEAP, List.of("api=" + api, "guard=" + guard));
  }

  static Contender peer(Candidate candidate, Path folder) throws IOException, InterruptedException {
    return new Contender(listening(candidate, folder), Optional.empty());
  }

  String title() {
    return server.candidate().title();
  }

  /** Which of them gets a knock. */
  Optional<ServerProcess> target(Knock knock) {
    return knock.isCounted() ? counting : Optional.of(server);
  }

  /** Returns once they hardly need their processor; see {@link ServerProcess#settle}. */
  void settle() throws IOException, InterruptedException {
    server.settle();
    if (counting.isPresent()) {
      counting.get().settle();
    }
  }

  private static ServerProcess listening(Candidate candidate, Path folder)
      throws IOException, InterruptedException {
    ServerProcess process = ServerProcess.start(candidate, folder);
    try {
      process.awaitListening();
      return process;
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Stream.concat(Stream.of(server), counting.stream()).forEach(ServerProcess::close);
  }
}
