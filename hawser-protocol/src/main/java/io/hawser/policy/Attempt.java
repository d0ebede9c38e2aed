package io.hawser.policy;

import io.hawser.error.HandshakeException;
import io.hawser.error.Phase;
import io.hawser.model.Closure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that has failed, as a {@link RetryPolicy} is shown it. Immutable. */
public final class Attempt {
  private final HandshakeException exception;
  private final int number;
  private final Instant since;
  private final Instant now;
  private final boolean credentialsRefreshed;
  private final @Nullable Closure lastClose;

  private Attempt(Builder builder) {
    exception = builder.exception;
    number = builder.number;
    since = builder.since;
    now = builder.now;
    credentialsRefreshed = builder.credentialsRefreshed;
    lastClose = builder.lastClose;
  }

  /** Returns a builder of a first attempt that has failed at the epoch; for tests of policies. */
  public static Builder builder(HandshakeException exception) {
    return new Builder(exception);
  }

  /** Why it has failed; where the server has answered, with its response. */
  public HandshakeException exception() {
    return exception;
  }

  /** How far it had come. */
  public Phase phase() {
    return exception.phase();
  }

  /** Which attempt it was since the last stable connection, from 1. */
  public int number() {
    return number;
  }

  /** When the first of these attempts began. */
  public Instant since() {
    return since;
  }

  /** The time. */
  public Instant now() {
    return now;
  }

  /**
   * Whether the credentials in question were refreshed since the last stable connection: the
   * proxy's if {@link #exception} is a {@link io.hawser.error.ProxyException}, otherwise the
   * server's.
   */
  public boolean credentialsRefreshed() {
    return credentialsRefreshed;
  }

  /** How the last connection closed, or null if there was none. */
  public @Nullable Closure lastClose() {
    return lastClose;
  }

  /** Collects what is known of an attempt. Not safe for several threads at once. */
  public static final class Builder {
    private final HandshakeException exception;
    private int number = 1;
    private Instant since = Instant.EPOCH;
    private Instant now = Instant.EPOCH;
    private boolean credentialsRefreshed;
    private @Nullable Closure lastClose;

    private Builder(HandshakeException exception) {
      this.exception = exception;
    }

    /**
     * Which attempt it was. Default: 1.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder number(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("number: " + number + "; must be positive");
      }
      this.number = number;
      return this;
    }

    /** When the first attempt began, and the time now. Default: the epoch. */
    public Builder time(Instant since, Instant now) {
      this.since = since;
      this.now = now;
      return this;
    }

    /** Whether credentials were refreshed since the last stable connection. Default: no. */
    public Builder credentialsRefreshed(boolean refreshed) {
      credentialsRefreshed = refreshed;
      return this;
    }

    /** How the last connection closed. Default: null, there was none. */
    public Builder lastClose(@Nullable Closure closure) {
      lastClose = closure;
      return this;
    }

    /** Returns the attempt. */
    public Attempt build() {
      return new Attempt(this);
    }
  }
}
