package io.hawser.policy;

import static io.hawser.policy.Verdict.fail;
import static io.hawser.policy.Verdict.refreshThenRetry;
import static io.hawser.policy.Verdict.retry;
import static io.hawser.policy.Verdict.retryAfter;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.NegotiationException;
import io.hawser.error.ProxyException;
import io.hawser.error.RedirectException;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.UntrustedServerException;
import io.hawser.model.Closure;
import io.hawser.model.Response;
import java.time.Duration;

/** What may pass is retried, what will not is thrown. */
record StandardPolicy(CloseCodePolicy codes) implements RetryPolicy {
  static final StandardPolicy HTTP_LIKE = new StandardPolicy(CloseCodePolicy.HTTP_LIKE);

  /** A peer that says 1013 is not asked again before. */
  private static final Duration TRY_AGAIN_LATER = Duration.ofSeconds(10);

  @Override
  public Verdict processException(Attempt attempt) {
    return switch (attempt.exception()) {
      case InvalidUriException e -> fail(e);
      // what supplies tokens or addresses has bad moments, as networks have
      case SupplierFailedException e -> retry();
      case ConnectFailedException e -> retry();
      // a wrong certificate stays wrong
      case UntrustedServerException e -> fail(e);
      case HandshakeTimeoutException e -> retry();
      case InvalidMessageException e -> fail(e);
      case InvalidStatusException e -> status(attempt, e, e.response());
      case InvalidUpgradeException e -> fail(e);
      case InvalidHeaderException e -> fail(e);
      case NegotiationException e -> fail(e);
      case RedirectException e -> fail(e);
      case ProxyException e -> proxy(attempt, e);
    };
  }

  private static Verdict status(Attempt attempt, HandshakeException e, Response response) {
    return switch (response.status()) {
      case 401, 407 -> attempt.credentialsRefreshed() ? fail(e) : refreshThenRetry();
      case 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524 ->
          retryAfter(RetryAfter.of(response, attempt.now()).orElse(Duration.ZERO));
      default -> fail(e);
    };
  }

  private static Verdict proxy(Attempt attempt, ProxyException e) {
    return switch (e.reason()) {
      case CREDENTIALS -> attempt.credentialsRefreshed() ? fail(e) : refreshThenRetry();
      case UNAVAILABLE -> {
        Response response = e.response();
        yield response == null
            ? retry()
            : retryAfter(RetryAfter.of(response, attempt.now()).orElse(Duration.ZERO));
      }
      case FORBIDDEN, MALFORMED -> fail(e);
    };
  }

  @Override
  public Verdict processClose(Ended ended) {
    Verdict own = codes.judge(ended);
    if (own != null) {
      return own;
    }
    return ended.initiator() == Closure.Initiator.LOCAL ? closedByUs(ended) : closedByPeer(ended);
  }

  private static Verdict closedByPeer(Ended ended) {
    return switch (ended.code().value()) {
      case 1002, 1003, 1007, 1009, 1010 -> retry().keepingBackoff();
      case 1008, 3000 -> CloseCodePolicy.refreshOnce(ended);
      case 1013 -> retryAfter(TRY_AGAIN_LATER);
      case 3003 -> fail(ended.exception());
      default -> retry();
    };
  }

  /** Codes with which we end a connection of a peer that will likely do the same again. */
  private static Verdict closedByUs(Ended ended) {
    return switch (ended.code().value()) {
      case 1002, 1003, 1007, 1008, 1009, 1010 -> retry().keepingBackoff();
      default -> retry();
    };
  }
}
