package io.hawser.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines on a thread of its own, so that event loops never wait for whoever reads them.
 *
 * <p>Lines wait in a bounded queue. Those that find it full are dropped and counted, and a line
 * behind the queue says how many. Once nobody reads any more, all are dropped.
 */
final class LineWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  /** How long the end waits for a slow reader. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private sealed interface Entry {
    record Line(String text) implements Entry {}

    record End() implements Entry {}
  }

  private final BlockingQueue<Entry> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final PrintStream out;
  private final LongFunction<String> gap;
  private final Thread thread;

  // of the thread
  private boolean gone;

  /**
   * Begins to collect lines; none is written before {@link #start}.
   *
   * @param mostWaiting lines that wait at most
   * @param gap makes the line that stands for so many dropped ones
   */
  LineWriter(PrintStream out, int mostWaiting, LongFunction<String> gap) {
    this.out = out;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    this.gap = gap;
    thread = Thread.ofPlatform().daemon().name("hawser-events").unstarted(this::run);
  }

  /** Writes what was collected, and from now on what comes. */
  void start() {
    thread.start();
  }

  /** Adds a line; never waits. Safe from any thread. */
  void add(String line) {
    if (!waiting.offer(new Entry.Line(line))) {
      dropped.incrementAndGet();
    }
  }

  /** Waits until everything is written, but not long for a reader that is slow. */
  @Override
  public void close() {
    try {
      if (waiting.offer(new Entry.End(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.join(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (waiting.take() instanceof Entry.Line(String text)) {
        write(text);
        if (waiting.isEmpty()) {
          flush();
        }
      }
      flush();
    } catch (InterruptedException e) {
      // ends, as an interrupt asks for
    }
  }

  private void flush() {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      write(gap.apply(count));
    }
    // also tells whether any line before could not be written
    if (!gone && out.checkError()) {
      gone = true;
      LOG.warn("nobody reads the events on stdout any more; they are dropped");
    }
  }

  private void write(String text) {
    if (!gone) {
      out.println(text);
    }
  }
}
