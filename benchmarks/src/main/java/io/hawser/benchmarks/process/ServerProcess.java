package io.hawser.benchmarks.process;

import io.hawser.benchmarks.ThreadTimes;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server in a process of its own, on its core, killed when closed. */
public final class ServerProcess implements AutoCloseable {
  private static final int START_MILLIS = 60_000;
  private static final int POLL_MILLIS = 50;

  /** Some servers go on for seconds with large messages of connections that are gone. */
  private static final int MOST_SETTLE_MILLIS = 20_000;

  private static final int SETTLE_MILLIS = 100;

  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "\\s*((Exception in thread|Unrecognized VM option) .*|\\S*(Error|Exception)\\b.*)");

  private final Candidate candidate;
  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(Candidate candidate, Process process, int port, Path log) {
    this.candidate = candidate;
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it, and does not wait; see {@link #awaitListening}.
   *
   * @param folder for what it prints
   */
  public static ServerProcess start(Candidate candidate, Path folder) throws IOException {
    int port = freePort();
    Path log = folder.resolve(candidate.name() + ".log");
    var builder =
        new ProcessBuilder(candidate.setup().cores().forServer(candidate.command(port)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new ServerProcess(candidate, Children.start(builder), port, log);
  }

  /**
   * Returns once it accepts connections.
   *
   * @throws IOException if it has ended, or did not within a minute; with what it said
   */
  public void awaitListening() throws IOException, InterruptedException {
    for (int waited = 0; waited < START_MILLIS && process.isAlive(); waited += POLL_MILLIS) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(POLL_MILLIS);
      }
    }
    throw new IOException(complaint());
  }

  /** What it is. */
  public Candidate candidate() {
    return candidate;
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return port;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** How many descriptors it has open, connections among them. */
  public int descriptors() {
    String[] open = new File("/proc/" + pid() + "/fd").list();
    return open == null ? 0 : open.length;
  }

  /** Nanoseconds that its threads have been on a processor, those that are still there. */
  public long cpuNanos() throws IOException {
    return ThreadTimes.nanos(Path.of("/proc", Long.toString(pid()), "task"));
  }

  /**
   * Returns once it hardly needs its processor any more, or after 20 s: what it goes on with would
   * cost others time.
   */
  public void settle() throws IOException, InterruptedException {
    long before = 0;
    for (int waited = 0;
        process.isAlive() && waited < MOST_SETTLE_MILLIS;
        waited += SETTLE_MILLIS) {
      long now = cpuNanos();
      if (now - before < SETTLE_MILLIS * 1_000_000L / 10) {
        return;
      }
      before = now;
      Thread.sleep(SETTLE_MILLIS);
    }
  }

  /** Returns what it said before it ended by itself, if it has. */
  public Optional<String> lastWords() throws IOException {
    return process.isAlive() ? Optional.empty() : Optional.of(complaint());
  }

  private String complaint() throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> COMPLAINT.matcher(line).matches())
        .findFirst()
        .or(() -> lines.reversed().stream().findFirst())
        .orElse("says nothing")
        .strip();
  }

  /**
   * Returns a port that is free, and that the kernel gives nobody unasked: whoever knocks where
   * nobody listens yet may else be given that very port, and be connected to himself.
   */
  private static int freePort() throws IOException {
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // somebody's
      }
    }
    throw new IOException("no free port from " + FIRST_PORT + " on");
  }

  @Override
  public void close() {
    Children.end(process);
  }
}
