package io.hawser.benchmarks.process;

import io.hawser.TransportType;
import io.hawser.benchmarks.process.Candidate.Kind;
import io.hawser.benchmarks.server.HawserEcho;
import io.hawser.benchmarks.server.HelidonEcho;
import io.hawser.benchmarks.server.JavaWebSocketEcho;
import io.hawser.benchmarks.server.JettyEcho;
import io.hawser.benchmarks.server.NettyEcho;
import io.hawser.benchmarks.server.UndertowEcho;
import io.hawser.benchmarks.server.VertxEcho;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The servers there are to measure. */
public final class Candidates {
  /** The same for all servers that are JVMs. */
  public static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

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
  public static List<Candidate> all(Path rawEcho, Path scripts)
      throws IOException, InterruptedException {
    var all = new ArrayList<Candidate>();
    all.add(new Candidate("raw-echo", "raw echo (C)", List.of(rawEcho.toString()), 1, Kind.RAW));
    all.addAll(hawser(HEAP));
    all.addAll(peers());
    String ws = scripts.resolve("ws-echo.mjs").toString();
    all.add(new Candidate("npm-ws", "npm-ws", List.of("node", ws), 2, Kind.PEER));
    String websockets = scripts.resolve("websockets_echo.py").toString();
    List<String> python = List.of(pythonWithWebsockets(), "-B", websockets);
    all.add(new Candidate("py-websockets", "py-websockets", python, 3, Kind.PEER));
    return all;
  }

  /** Ours, by transport and API. */
  public static List<Candidate> hawser(List<String> heap) {
    var ours = new ArrayList<Candidate>();
    for (TransportType transport : TRANSPORTS) {
      for (String api : APIS) {
        String name =
            "hawser-%s-%s"
                .formatted(transport.name().toLowerCase(Locale.ROOT).replace("_", ""), api);
        ours.add(hawser(name, heap, transport.name(), api));
      }
    }
    return ours;
  }

  /**
   * One of ours.
   *
   * @param arguments of {@link HawserEcho}, but for the port
   */
  public static Candidate hawser(String name, List<String> heap, String... arguments) {
    List<String> command = Jvm.command(heap, HawserEcho.class, arguments);
    return new Candidate(name, name, command, command.size() - arguments.length, Kind.HAWSER);
  }

  /** Others that run on this JVM. */
  public static List<Candidate> peers() {
    return List.of(
        peer("netty", "netty-codec-http", NettyEcho.class),
        peer("undertow", "undertow-core", UndertowEcho.class),
        peer("jetty", "jetty-websocket-jetty-server", JettyEcho.class),
        peer("java-websocket", "Java-WebSocket", JavaWebSocketEcho.class),
        peer("helidon", "helidon-webserver-websocket", HelidonEcho.class),
        peer("vertx", "vertx-core", VertxEcho.class));
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
