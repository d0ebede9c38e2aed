package io.hawser.policy;

import io.hawser.error.HandshakeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is worth another try. A pure function: the same facts lead to the same verdict, and
 * whoever asks does the waiting.
 *
 * <p>Where a policy returns null it has no opinion, and {@link #standard()} is asked. What it
 * throws ends the attempts, and the caller gets it.
 */
@FunctionalInterface
public interface RetryPolicy {
  /** Judges an attempt that has failed; null for no opinion. */
  @Nullable Verdict processException(Attempt attempt);

  /** Judges the end of a connection that was open; null, the default, for no opinion. */
  default @Nullable Verdict processClose(Ended ended) {
    return null;
  }

  /** Returns the policy of a function that needs the exception alone; null for no opinion. */
  static RetryPolicy of(Function<? super HandshakeException, ? extends @Nullable Verdict> judge) {
    return attempt -> judge.apply(attempt.exception());
  }

  /** Returns the policy that asks {@code other} where this one has no opinion. */
  default RetryPolicy orElse(RetryPolicy other) {
    RetryPolicy first = this;
    return new RetryPolicy() {
      @Override
      public @Nullable Verdict processException(Attempt attempt) {
        Verdict verdict = first.processException(attempt);
        return verdict == null ? other.processException(attempt) : verdict;
      }

      @Override
      public @Nullable Verdict processClose(Ended ended) {
        Verdict verdict = first.processClose(ended);
        return verdict == null ? other.processClose(ended) : verdict;
      }
    };
  }

  /**
   * What may pass is retried, what will not is thrown; codes from 4000 are read as {@link
   * CloseCodePolicy#HTTP_LIKE}. It has an opinion on everything.
   */
  static RetryPolicy standard() {
    return StandardPolicy.HTTP_LIKE;
  }

  /** The {@link #standard()} policy with another reading of close codes; the preset goes first. */
  static RetryPolicy standard(CloseCodePolicy codes) {
    return new StandardPolicy(codes);
  }

  /**
   * The table of the Python library {@code websockets} 17: faults of the network, timeouts and
   * statuses 500, 502, 503 and 504 are retried, untrusted certificates too; all else fails, and
   * every close leads to another connection. {@code Retry-After} is not heeded. It has an opinion
   * on everything.
   */
  static RetryPolicy likeWebsockets() {
    return LikeWebsockets.INSTANCE;
  }
}
