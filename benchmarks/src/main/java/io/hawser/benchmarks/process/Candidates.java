package io.hawser.benchmarks.process;

import static io.hawser.benchmarks.process.Candidate.HEAP;

import io.hawser.TransportType;
import io.hawser.benchmarks.process.Candidate.Kind;
import io.hawser.benchmarks.server.HelidonEcho;
import io.hawser.benchmarks.server.JavaWebSocketEcho;
import io.hawser.benchmarks.server.JettyEcho;
import io.hawser.benchmarks.server.NettyEcho;
import io.hawser.benchmarks.server.UndertowEcho;
import io.hawser.benchmarks.server.VertxEcho;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The servers there are to measure. */
public final class Candidates {
  private static final List<TransportType> TRANSPORTS =
      List.of(TransportType.EPOLL, TransportType.IO_URING, TransportType.NIO);

  /** A listener on the loop; a blocking handler on the loop; one on the JDK's threads. */
  public static final List<String> APIS = List.of("listener", "loop", "jdk");

  /** The context is dropped or kept; the level; the window bits. */
  private static final List<String> DEFLATE_SETTINGS =
      List.of(
          "drop:1:15",
          "drop:6:15",
          "drop:9:15",
          "drop:1:9",
          "keep:1:15",
          "keep:6:15",
          "keep:9:15",
          "keep:1:12",
          "keep:1:9");

  private static final Peer NETTY = new Peer("netty", "netty-codec-http", NettyEcho.class);

  private static final List<Peer> PEERS =
      List.of(
          NETTY,
          new Peer("undertow", "undertow-core", UndertowEcho.class),
          new Peer("jetty", "jetty-websocket-jetty-server", JettyEcho.class),
          new Peer("java-websocket", "Java-WebSocket", JavaWebSocketEcho.class),
          new Peer("helidon", "helidon-webserver-websocket", HelidonEcho.class),
          new Peer("vertx", "vertx-core", VertxEcho.class));

  private final Path rawEcho;
  private final Path scripts;
  private final Path keys;

  /**
   * Begins with what is not written in Java.
   *
   * @param rawEcho the program
   * @param scripts the folder of servers in other languages
   * @param keys a folder to write {@link TlsKeys} to
   */
  public Candidates(Path rawEcho, Path scripts, Path keys) {
    this.rawEcho = rawEcho;
    this.scripts = scripts;
    this.keys = keys.toAbsolutePath();
  }

  /** Returns those of a setup, the raw echo the first. */
  public List<Candidate> of(Setup setup) throws IOException, InterruptedException {
    var all = new ArrayList<Candidate>();
    all.add(rawEcho(setup, "raw-echo", "raw echo (C)"));
    switch (setup) {
      case PLAIN -> {
        all.addAll(hawser(HEAP));
        all.addAll(peers());
        all.addAll(inOtherLanguages());
      }
      case TLS -> {
        all.addAll(encrypting(keys, HEAP));
        all.add(NETTY.as(Setup.TLS, "-boringssl", "tls=boringssl:" + keys));
        PEERS.forEach(peer -> all.add(peer.as(Setup.TLS, "-jsse", "tls=jsse:" + keys)));
      }
      case DEFLATE -> {
        all.addAll(compressing(HEAP));
        // Jetty and Vert.x do it by default; Helidon does not know how
        PEERS.stream()
            .filter(peer -> !peer.name.equals("helidon"))
            .forEach(peer -> all.add(peer.as(Setup.DEFLATE, "", "deflate=usual")));
      }
      case LOOPS -> {
        // what two threads cost whoever has them
        all.add(rawEcho(setup, "raw-echo-2", "raw echo (C), 2 threads", "2"));
        all.addAll(byLoops());
      }
    }
    return all;
  }

  private Candidate rawEcho(Setup setup, String name, String title, String... arguments) {
    var command = new ArrayList<String>(List.of(rawEcho.toString()));
    Collections.addAll(command, arguments);
    return new Candidate(setup, name, title, command, 1, Kind.RAW);
  }

  /** Ours, by transport and API. */
  public static List<Candidate> hawser(List<String> heap) {
    var ours = new ArrayList<Candidate>();
    for (TransportType transport : TRANSPORTS) {
      for (String api : APIS) {
        String name =
            "hawser-%s-%s"
                .formatted(transport.name().toLowerCase(Locale.ROOT).replace("_", ""), api);
        ours.add(
            Candidate.hawser(
                Setup.PLAIN, name, heap, List.of("transport=" + transport.name(), "api=" + api)));
      }
    }
    return ours;
  }

  /** Ours that holds no message whole, of which only large ones can tell. */
  public static Candidate streaming() {
    return Candidate.hawser(Setup.PLAIN, "hawser-epoll-stream", HEAP, List.of("api=stream"));
  }

  /** Others that run on this JVM. */
  public static List<Candidate> peers() {
    return PEERS.stream().map(peer -> peer.as(Setup.PLAIN, "")).toList();
  }

  /**
   * Ours with TLS of either library; of the others Netty alone can have BoringSSL.
   *
   * @param keys a folder to write {@link TlsKeys} to
   */
  public static List<Candidate> encrypting(Path keys, List<String> heap) throws IOException {
    TlsKeys.make(keys);
    var all = new ArrayList<Candidate>();
    for (String library : List.of("boringssl", "jsse")) {
      String tls = "tls=%s:%s".formatted(library, keys.toAbsolutePath());
      for (String api : List.of("listener", "loop")) {
        String name = "hawser-epoll-%s-%s".formatted(api, library);
        all.add(Candidate.hawser(Setup.TLS, name, heap, List.of("api=" + api, tls)));
      }
    }
    return all;
  }

  /** Ours with a listener, by what is set about compression; the first does not compress. */
  public static List<Candidate> compressing(List<String> heap) {
    var all = new ArrayList<Candidate>();
    all.add(Candidate.hawser(Setup.DEFLATE, "hawser-plain", heap, List.of()));
    for (String deflate : DEFLATE_SETTINGS) {
      String name = "hawser-" + deflate.replace(':', '-');
      all.add(Candidate.hawser(Setup.DEFLATE, name, heap, List.of("deflate=" + deflate)));
    }
    return all;
  }

  private static List<Candidate> byLoops() {
    var all = new ArrayList<Candidate>();
    for (String loops : List.of("1", "2")) {
      String threads = "threads=" + loops;
      for (String api : List.of("listener", "loop")) {
        String name = "hawser-epoll-%s-%s".formatted(api, loops);
        all.add(Candidate.hawser(Setup.LOOPS, name, HEAP, List.of("api=" + api, threads)));
      }
      all.add(NETTY.as(Setup.LOOPS, "-" + loops, threads));
    }
    return all;
  }

  private List<Candidate> inOtherLanguages() throws InterruptedException {
    String ws = scripts.resolve("ws-echo.mjs").toString();
    String websockets = scripts.resolve("websockets_echo.py").toString();
    List<String> python = List.of(pythonWithWebsockets(), "-B", websockets);
    return List.of(
        new Candidate(Setup.PLAIN, "npm-ws", "npm-ws", List.of("node", ws), 2, Kind.PEER),
        new Candidate(Setup.PLAIN, "py-websockets", "py-websockets", python, 3, Kind.PEER));
  }

  /** Of several Pythons on a machine, often the system's own is the one that has it. */
  private static String pythonWithWebsockets() throws InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (Command.succeeds(python, "-c", "import websockets")) {
        return python;
      }
    }
    return "python3"; // which will say what is missing
  }

  /** Another library; its version is that of {@code artifact}. */
  private record Peer(String name, String artifact, Class<?> main) {
    Candidate as(Setup setup, String suffix, String... arguments) {
      return Candidate.peer(setup, name + suffix, artifact, main, arguments);
    }
  }
}
