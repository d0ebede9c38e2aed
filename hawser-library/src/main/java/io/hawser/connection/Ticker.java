package io.hawser.connection;

/** A clock that only measures; tests turn it by hand. Safe from any thread. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since some moment; only differences mean anything. */
  long nanos();
}
