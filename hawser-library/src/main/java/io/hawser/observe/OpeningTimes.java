package io.hawser.observe;

import java.time.Duration;
import java.util.List;

/**
 * How long opening handshakes took that succeeded, from accepting the socket to the answer.
 *
 * @param buckets from the fastest to the slowest; those that nothing fell into are there, too
 */
public record OpeningTimes(List<Bucket> buckets) {
  /**
   * How many took so long.
   *
   * @param upTo longest that falls into this bucket; longer ones than the last bucket's are in the
   *     last
   */
  public record Bucket(Duration upTo, long count) {}

  /** Takes a list that nobody changes any more. */
  public OpeningTimes {
    buckets = List.copyOf(buckets);
  }

  /** How many there were. */
  public long count() {
    return buckets.stream().mapToLong(Bucket::count).sum();
  }

  /**
   * Returns a time that so large a share of all handshakes did not exceed: the end of a bucket, so
   * up to a quarter too long. Zero if there was none.
   *
   * @param share such as 0.99; above 0, up to 1
   * @throws IllegalArgumentException if it is not
   */
  public Duration percentile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + "; must be above 0, up to 1");
    }
    long rank = (long) Math.ceil(share * count());
    long seen = 0;
    for (Bucket bucket : buckets) {
      seen += bucket.count();
      if (seen >= rank && seen > 0) {
        return bucket.upTo();
      }
    }
    return Duration.ZERO;
  }
}
