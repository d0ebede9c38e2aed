package io.hawser.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a {@link Herd} came back. All times are from the moment when it lost its server. Immutable.
 */
public final class Homecoming {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int clients;
  private final long[] attempts;
  private final long[] returns;
  private final int timeouts;
  private final int gaveUp;

  private Homecoming(int clients, long[] attempts, long[] returns, int timeouts, int gaveUp) {
    this.clients = clients;
    this.attempts = attempts;
    this.returns = returns;
    this.timeouts = timeouts;
    this.gaveUp = gaveUp;
  }

  /** How many clients there were. */
  public int clients() {
    return clients;
  }

  /** How many attempts there were, those to the server that was down included. */
  public int attempts() {
    return attempts.length;
  }

  /** How many attempts timed out; the server did their work in vain. */
  public int timeouts() {
    return timeouts;
  }

  /** How many clients have given up. */
  public int gaveUp() {
    return gaveUp;
  }

  /** The most attempts within any one second that begins at this time or later. */
  public int mostPerSecond(Duration from) {
    int first = Arrays.binarySearch(attempts, from.toNanos());
    first = first < 0 ? -first - 1 : first;
    while (first > 0 && attempts[first - 1] == from.toNanos()) {
      first--;
    }
    int most = 0;
    for (int last = first, begin = first; last < attempts.length; last++) {
      while (attempts[last] - attempts[begin] >= SECOND) {
        begin++;
      }
      most = Math.max(most, last - begin + 1);
    }
    return most;
  }

  /**
   * How many attempts there were in each second from 0 on, as far as the last one.
   *
   * @return the caller's
   */
  public int[] perSecond() {
    int[] counts = new int[attempts.length == 0 ? 0 : second(attempts[attempts.length - 1]) + 1];
    for (long attempt : attempts) {
      counts[second(attempt)]++;
    }
    return counts;
  }

  private static int second(long nanos) {
    return (int) (nanos / SECOND);
  }

  /**
   * When this share of all clients was back; empty if it never was.
   *
   * @param share above 0, up to 1
   * @throws IllegalArgumentException if it is not
   */
  public Optional<Duration> untilBack(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + "; must be above 0, and 1 at most");
    }
    int count = (int) Math.ceil(share * clients);
    return count > returns.length
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(returns[count - 1]));
  }

  /** Writes down what happens, in order of time. */
  static final class Recorder {
    private final int clients;
    private final long[] returns;
    private long[] attempts = new long[1024];
    private int attempted;
    private int back;
    private int timeouts;
    private int gaveUp;

    Recorder(int clients) {
      this.clients = clients;
      this.returns = new long[clients];
    }

    void attempt(long nanos, HerdServer.Answer answer) {
      if (attempted == attempts.length) {
        attempts = Arrays.copyOf(attempts, 2 * attempted);
      }
      attempts[attempted++] = nanos;
      switch (answer.outcome()) {
        case OPENED -> returns[back++] = answer.nanos();
        case TIMEOUT -> timeouts++;
        case REFUSED, OVERLOADED -> {
          // one attempt more
        }
      }
    }

    void gaveUp() {
      gaveUp++;
    }

    Homecoming result(long endNanos) {
      // the last ones may have been served after the end
      while (back > 0 && returns[back - 1] > endNanos) {
        back--;
      }
      return new Homecoming(
          clients,
          Arrays.copyOf(attempts, attempted),
          Arrays.copyOf(returns, back),
          timeouts,
          gaveUp);
    }
  }
}
