package io.hawser.policy;

import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import java.time.Duration;

/** A connection that was open and has ended, as a {@link RetryPolicy} is shown it. Immutable. */
public final class Ended {
  private final ConnectionClosedException exception;
  private final Duration lifeSpan;
  private final boolean stable;
  private final boolean credentialsRefreshed;

  private Ended(Builder builder) {
    exception = builder.exception;
    lifeSpan = builder.lifeSpan;
    stable = builder.stable;
    credentialsRefreshed = builder.credentialsRefreshed;
  }

  /** Returns a builder of a connection that ended as soon as it was open; for tests of policies. */
  public static Builder builder(ConnectionClosedException exception) {
    return new Builder(exception);
  }

  /** The end as an exception, made for this occasion. */
  public ConnectionClosedException exception() {
    return exception;
  }

  /** How the connection closed. */
  public Closure closure() {
    return exception.closure();
  }

  /** Who began to close. */
  public Closure.Initiator initiator() {
    return closure().initiator();
  }

  /**
   * The code that says why: of who began to close, if a Close frame was sent at all; else 1006. It
   * is 1002 both for a peer that has accused us and for one that has broken the protocol itself.
   */
  public CloseCode code() {
    CloseReason sent = closure().sent();
    return initiator() == Closure.Initiator.LOCAL && sent != null ? sent.code() : closure().code();
  }

  /** How long it was open. */
  public Duration lifeSpan() {
    return lifeSpan;
  }

  /** Whether it had become stable: open for long enough, and heard of. */
  public boolean isStable() {
    return stable;
  }

  /** Whether credentials were refreshed since the last stable connection. */
  public boolean credentialsRefreshed() {
    return credentialsRefreshed;
  }

  /** Collects what is known of a connection's end. Not safe for several threads at once. */
  public static final class Builder {
    private final ConnectionClosedException exception;
    private Duration lifeSpan = Duration.ZERO;
    private boolean stable;
    private boolean credentialsRefreshed;

    private Builder(ConnectionClosedException exception) {
      this.exception = exception;
    }

    /** How long it was open. Default: no time at all. */
    public Builder lifeSpan(Duration lifeSpan) {
      this.lifeSpan = lifeSpan;
      return this;
    }

    /** Whether it had become stable. Default: no. */
    public Builder stable(boolean stable) {
      this.stable = stable;
      return this;
    }

    /** Whether credentials were refreshed since the last stable connection. Default: no. */
    public Builder credentialsRefreshed(boolean refreshed) {
      credentialsRefreshed = refreshed;
      return this;
    }

    /** Returns the end. */
    public Ended build() {
      return new Ended(this);
    }
  }
}
