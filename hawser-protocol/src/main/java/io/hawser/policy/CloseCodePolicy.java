package io.hawser.policy;

import io.hawser.model.Closure;
import org.jspecify.annotations.Nullable;

/**
 * What an application's own close codes mean, 4000 to 4999 (RFC 6455, 7.4.2); it is asked about the
 * others too, before the table of {@link RetryPolicy#standard()}.
 */
@FunctionalInterface
public interface CloseCodePolicy {
  /** Judges an end by its code; null for no opinion. */
  @Nullable Verdict judge(Ended ended);

  /**
   * Reads the last three digits of 4400 to 4499 as HTTP statuses: 4401 is about credentials, 4408
   * and 4429 may pass, the others will not. No opinion on other codes.
   */
  CloseCodePolicy HTTP_LIKE = CloseCodePolicy::likeHttp;

  /** No opinion on any code: those of applications lead to another connection. */
  CloseCodePolicy NONE = ended -> null;

  private static @Nullable Verdict likeHttp(Ended ended) {
    int code = ended.code().value();
    if (ended.initiator() != Closure.Initiator.PEER || code < 4400 || code > 4499) {
      return null;
    }
    return switch (code) {
      case 4401 -> refreshOnce(ended);
      case 4408, 4429 -> Verdict.retry();
      default -> Verdict.fail(ended.exception());
    };
  }

  /** As after a 401: other credentials once, then no more. */
  static Verdict refreshOnce(Ended ended) {
    return ended.credentialsRefreshed()
        ? Verdict.fail(ended.exception())
        : Verdict.refreshThenRetry();
  }
}
