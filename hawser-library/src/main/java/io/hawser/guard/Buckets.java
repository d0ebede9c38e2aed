package io.hawser.guard;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.util.function.LongSupplier;

/** Makes token buckets that go by the guard's time. */
final class Buckets {
  private final TimeMeter meter;

  Buckets(LongSupplier nanos) {
    meter =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanos.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  /** A full bucket that fills up little by little. */
  Bucket smooth(Rate rate) {
    return of(
        Bandwidth.builder().capacity(rate.count()).refillGreedy(rate.count(), rate.per()).build());
  }

  /** A full bucket that fills up at once, each time that the rate's time has passed. */
  Bucket stepwise(Rate rate) {
    return of(
        Bandwidth.builder()
            .capacity(rate.count())
            .refillIntervally(rate.count(), rate.per())
            .build());
  }

  private Bucket of(Bandwidth limit) {
    return Bucket.builder().addLimit(limit).withCustomTimePrecision(meter).build();
  }
}
