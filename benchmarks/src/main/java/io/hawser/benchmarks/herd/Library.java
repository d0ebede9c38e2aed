package io.hawser.benchmarks.herd;

import io.hawser.model.CloseReason;
import io.hawser.policy.Backoff;
import io.hawser.policy.Spread;
import io.hawser.testkit.Herd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A library whose clients come back by themselves, with its defaults.
 *
 * @param title its name, as its users write it
 * @param options what makes a herd one of its clients
 */
record Library(String title, UnaryOperator<Herd> options) {
  private static final Duration SPREAD = Duration.ofSeconds(20);

  /** Its own policy, after a server that was killed; it waits 10 s for an answer. */
  private static final Library HAWSER = new Library("Hawser", herd -> herd);

  /** The same, where the server has said as it went that its clients be back within 20 s. */
  private static final Library HAWSER_SPREAD =
      new Library(
          "Hawser, asked for 20 s",
          herd -> herd.closedWith(CloseReason.of(1012, Spread.reason(SPREAD))));

  /**
   * Version 17: at once after a connection that was open, then after up to 5 s at random, then
   * after 3.1 s, times 1.618 a step, to 90 s. It waits 10 s for an answer.
   */
  private static final Library WEBSOCKETS =
      other(
          "websockets (Python)",
          Duration.ofSeconds(10),
          random ->
              series(
                  n ->
                      switch (n) {
                        case 0 -> 0;
                        case 1 -> 5 * random.nextDouble();
                        default -> Math.min(90, 3.1 * Math.pow(1.618, n - 2));
                      }));

  /**
   * Version 4: 1 s, times 2 a step, up to half of it more or less, and then cut to 5 s. One draw
   * says how much and, by its first digit, whether more or less. It waits 20 s for an answer.
   */
  private static final Library SOCKET_IO =
      other(
          "Socket.IO",
          Duration.ofSeconds(20),
          random ->
              series(
                  n -> {
                    double delay = Math.pow(2, n);
                    double draw = random.nextDouble();
                    double deviation = draw * 0.5 * delay;
                    boolean less = (int) (draw * 10) % 2 == 0;
                    return Math.min(5, less ? delay - deviation : delay + deviation);
                  }));

  /**
   * Version 4: 1 s to 5 s, drawn once when a page is loaded, times 1.3 a step, to 10 s. It waits 4
   * s for an answer.
   */
  private static final Library RECONNECTING_WEBSOCKET =
      other(
          "reconnecting-websocket",
          Duration.ofSeconds(4),
          random -> {
            double least = 1 + 4 * random.nextDouble();
            return series(n -> Math.min(10, least * Math.pow(1.3, n)));
          });

  /** All, in the order of tables and plots. */
  static final List<Library> ALL =
      List.of(HAWSER, HAWSER_SPREAD, WEBSOCKETS, SOCKET_IO, RECONNECTING_WEBSOCKET);

  /** The delay in seconds before an attempt, the first of them 0. */
  @FunctionalInterface
  private interface Formula {
    double seconds(int n);
  }

  private static Library other(String title, Duration openTimeout, Backoff delays) {
    return new Library(title, herd -> herd.openTimeout(openTimeout).delays(delays));
  }

  private static Backoff.Series series(Formula formula) {
    return new Backoff.Series() {
      private int n;

      @Override
      public Optional<Duration> next(Duration floor) {
        return Optional.of(Duration.ofNanos((long) (formula.seconds(n++) * 1e9)));
      }
    };
  }
}
