package io.hawser.benchmarks.load;

import io.hawser.TransportType;
import io.hawser.benchmarks.load.Candidate.Kind;
import io.hawser.benchmarks.load.server.HawserEcho;
import io.hawser.benchmarks.load.server.HelidonEcho;
import io.hawser.benchmarks.load.server.JavaWebSocketEcho;
import io.hawser.benchmarks.load.server.JettyEcho;
import io.hawser.benchmarks.load.server.NettyEcho;
import io.hawser.benchmarks.load.server.UndertowEcho;
import io.hawser.benchmarks.load.server.VertxEcho;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The servers there are to measure. */
final class Candidates {
  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

  private static final List<TransportType> TRANSPORTS =
      List.of(TransportType.EPOLL, TransportType.IO_URING, TransportType.NIO);

  /** A listener on the loop; a blocking handler on the loop; one on the JDK's threads. */
  private static final List<String> APIS = List.of("listener", "loop", "jdk");

  private Candidates() {}

  /**
   * Returns all, the raw echo the first.
   *
   * @param rawEcho the program
   * @param scripts the folder of servers in other languages
   */
  static List<Candidate> all(Path rawEcho, Path scripts) throws IOException, InterruptedException {
    var all = new ArrayList<Candidate>();
    all.add(new Candidate("raw-echo", "raw echo (C)", List.of(rawEcho.toString()), 1, Kind.RAW));
    all.addAll(hawser(HEAP));
    all.add(peer("netty", "netty-codec-http", NettyEcho.class));
    all.add(peer("undertow", "undertow-core", UndertowEcho.class));
    all.add(peer("jetty", "jetty-websocket-jetty-server", JettyEcho.class));
    all.add(peer("java-websocket", "Java-WebSocket", JavaWebSocketEcho.class));
    all.add(peer("helidon", "helidon-webserver-websocket", HelidonEcho.class));
    all.add(peer("vertx", "vertx-core", VertxEcho.class));
    String ws = scripts.resolve("ws-echo.mjs").toString();
    all.add(new Candidate("npm-ws", "npm-ws", List.of("node", ws), 2, Kind.PEER));
    String websockets = scripts.resolve("websockets_echo.py").toString();
    List<String> python = List.of(pythonWithWebsockets(), "-B", websockets);
    all.add(new Candidate("py-websockets", "py-websockets", python, 3, Kind.PEER));
    return all;
  }

  /** Ours, by transport and API. */
  static List<Candidate> hawser(List<String> heap) {
    var ours = new ArrayList<Candidate>();
    for (TransportType transport : TRANSPORTS) {
      for (String api : APIS) {
        String name =
            "hawser-%s-%s"
                .formatted(transport.name().toLowerCase(Locale.ROOT).replace("_", ""), api);
        List<String> command = Jvm.command(heap, HawserEcho.class, transport.name(), api);
        ours.add(new Candidate(name, name, command, command.size() - 2, Kind.HAWSER));
      }
    }
    return ours;
  }

  private static Candidate peer(String name, String artifact, Class<?> main) {
    List<String> command = Jvm.command(HEAP, main);
    String title = name + Jvm.versionOf(artifact).map(version -> " " + version).orElse("");
    return new Candidate(name, title, command, command.size(), Kind.PEER);
  }

  /** Of several Pythons on a machine, often the system's own is the one that has it. */
  private static String pythonWithWebsockets() throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (Command.succeeds(python, "-c", "import websockets")) {
        return python;
      }
    }
    return "python3"; // which will say what is missing
  }
}
