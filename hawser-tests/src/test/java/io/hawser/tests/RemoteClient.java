package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link ComingBackClient} in another network, and what it says. */
final class RemoteClient implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private boolean running;

  RemoteClient(Network network) throws IOException {
    process =
        network
            .program(ComingBackClient.class, List.of())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofPlatform().daemon().name("client-lines").start(this::read);
    await("ready");
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException e) {
      // it has ended
    }
  }

  /** Has it come back to a server again and again. */
  void start(String uri, long openingMillis) throws IOException {
    say("start " + openingMillis + " " + uri);
    running = true;
  }

  /** Waits for a line that starts like this, and returns how long that took. */
  Duration await(String start) {
    long begun = System.nanoTime();
    awaitLine(start);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private String awaitLine(String start) {
    try {
      var line = "";
      while (!line.startsWith(start)) {
        line = lines.poll(40, TimeUnit.SECONDS);
        assertThat(line).as("waiting for " + start).isNotNull();
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops it; neither a socket, nor a thread, nor a timer is to be left. */
  void stopAndAssertNothingLeft() throws IOException {
    assertThat(stop()).as("sockets, threads, timers").isEqualTo("left 0 [] 0");
  }

  private String stop() throws IOException {
    say("stop");
    running = false;
    return awaitLine("left");
  }

  /** Stops it if a test has not come so far. */
  void rest() throws IOException {
    if (running) {
      stop();
    }
    lines.clear();
  }

  private void say(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.destroyForcibly();
  }
}
