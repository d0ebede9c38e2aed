package io.hawser.benchmarks.handshake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A server in a JVM of its own, and how much processor time it has used. Linux only. */
final class ServerProcess implements AutoCloseable {
  private final Server server;
  private final Process process;
  private final int port;
  private final int guardedPort;

  private ServerProcess(Server server, Process process, int port, int guardedPort) {
    this.server = server;
    this.process = process;
    this.port = port;
    this.guardedPort = guardedPort;
  }

  static ServerProcess start(Server server) throws IOException {
    Path java = Path.of(property("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                property("java.class.path"),
                HandshakeCost.class.getName(),
                server.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String ports = process.inputReader(StandardCharsets.US_ASCII).readLine();
    if (ports == null) {
      throw new IOException(server + " did not start");
    }
    int space = ports.indexOf(' ');
    return new ServerProcess(
        server,
        process,
        Integer.parseInt(ports.substring(0, space)),
        Integer.parseInt(ports.substring(space + 1)));
  }

  /** Which one it is. */
  Server server() {
    return server;
  }

  /** Where a knock goes; 0 for nowhere. */
  int port(Knock knock) {
    return knock == Knock.PENALISED ? guardedPort : port;
  }

  /** Nanoseconds on a processor, of all threads that are there. */
  long cpuNanos() throws IOException {
    long nanos = 0;
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        try {
          String line = Files.readString(thread.resolve("schedstat"));
          nanos += Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (NoSuchFileException e) {
          // it ended meanwhile
        }
      }
    }
    return nanos;
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("no " + name);
    }
    return value;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
