package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidate.Kind;
import io.hawser.benchmarks.process.Setup;
import io.hawser.benchmarks.server.HawserBroadcast;
import io.hawser.benchmarks.server.JavaWebSocketBroadcast;
import io.hawser.benchmarks.server.NettyBroadcast;
import io.hawser.benchmarks.server.UndertowBroadcast;
import java.nio.file.Path;
import java.util.List;

/** The servers that broadcast. */
final class BroadcastCandidates {
  private BroadcastCandidates() {}

  /**
   * Returns all, the limit the first.
   *
   * @param raw the program that sends ready bytes to each
   */
  static List<Candidate> all(Path raw) {
    return List.of(
        new Candidate(
            Setup.PLAIN, "raw-sends", "raw sends (C)", List.of(raw.toString()), 1, Kind.RAW),
        hawser("hawser-epoll", Kind.HAWSER, "EPOLL", "broadcast"),
        hawser("hawser-iouring", Kind.HAWSER, "IO_URING", "broadcast"),
        hawser("hawser-epoll-thread", Kind.HAWSER, "EPOLL", "thread"),
        hawser("hawser-epoll-sends", Kind.PEER, "EPOLL", "sends"),
        Candidate.peer(Setup.PLAIN, "netty", "netty-codec-http", NettyBroadcast.class),
        Candidate.peer(Setup.PLAIN, "undertow", "undertow-core", UndertowBroadcast.class),
        Candidate.peer(
            Setup.PLAIN, "java-websocket", "Java-WebSocket", JavaWebSocketBroadcast.class));
  }

  private static Candidate hawser(String name, Kind kind, String... arguments) {
    return Candidate.jvm(
        Setup.PLAIN, name, name, kind, Candidate.HEAP, HawserBroadcast.class, List.of(arguments));
  }
}
