package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The command, run in this process on a thread of its own; closing it interrupts that thread. */
final class CommandRun implements AutoCloseable {
  /** Long enough for a busy machine. */
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FutureTask<Integer> task;
  private final Thread thread;

  private CommandRun(InputStream in, String... args) {
    var streams =
        new Streams(
            in,
            new PrintStream(new LineQueue(lines), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    task = new FutureTask<>(() -> Main.run(args, streams));
    thread = Thread.ofPlatform().name("command").start(task);
  }

  /** Starts the command with nothing to read. */
  static CommandRun start(String... args) {
    return new CommandRun(InputStream.nullInputStream(), args);
  }

  /** Starts the command with so much to read. */
  static CommandRun startWithInput(String input, String... args) {
    return startWithInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  static CommandRun startWithInput(InputStream input, String... args) {
    return new CommandRun(input, args);
  }

  /** Waits for the next line on stdout. */
  String line() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(line).as("line on stdout; on stderr: %s", err()).isNotNull();
    return line;
  }

  /** Asks the command to stop. */
  void stop() {
    thread.interrupt();
  }

  /** Waits for the end; returns the exit status. */
  int status() throws Exception {
    return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whatever of stdout {@link #line} has not returned yet; complete after the end. */
  List<String> rest() {
    var rest = new ArrayList<String>();
    lines.drainTo(rest);
    return rest;
  }

  /** All of stderr so far. */
  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stop();
  }

  /** Cuts what is written into lines. */
  private static final class LineQueue extends OutputStream {
    private final BlockingQueue<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineQueue(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      lines.add(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
