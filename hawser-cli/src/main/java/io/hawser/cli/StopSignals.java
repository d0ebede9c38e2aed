package io.hawser.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * SIGINT, SIGTERM and SIGHUP, as requests to stop in order; left to themselves they would end the
 * JVM with a status of their own. The second of them ends the process at once.
 *
 * <p>A signal that the process was started to ignore stays ignored, as a shell without job control
 * has it for SIGINT and what it runs in the background.
 */
final class StopSignals implements AutoCloseable {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final Map<String, Object> previous = new LinkedHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Runnable stop;

  private StopSignals(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Catches the signals from now on.
   *
   * @param stop called at the first of them, on a thread of its own
   */
  static StopSignals handle(Runnable stop) {
    var signals = new StopSignals(stop);
    // JLine's, which reflects: javac warns of sun.misc.Signal, and warnings are errors here
    NUMBERS.forEach(
        (name, number) ->
            signals.previous.put(name, Signals.register(name, () -> signals.caught(number))));
    return signals;
  }

  /** Leaves the signals to whoever had them before. */
  @Override
  public void close() {
    previous.forEach(Signals::unregister);
  }

  private void caught(int number) {
    if (stopping.compareAndSet(false, true)) {
      stop.run();
    } else {
      System.exit(128 + number);
    }
  }
}
