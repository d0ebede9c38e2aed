package io.hawser.policy;

import static io.hawser.policy.Verdict.fail;
import static io.hawser.policy.Verdict.retry;

import io.hawser.error.ConnectFailedException;
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
import java.io.IOException;

/** The table of Python's websockets 17. */
enum LikeWebsockets implements RetryPolicy {
  INSTANCE;

  @Override
  public Verdict processException(Attempt attempt) {
    return switch (attempt.exception()) {
      case InvalidUriException e -> fail(e);
      case SupplierFailedException e -> e.getCause() instanceof IOException ? retry() : fail(e);
      case ConnectFailedException e -> retry();
      // there, what TLS does not like is a fault like others of the network
      case UntrustedServerException e -> retry();
      case HandshakeTimeoutException e -> retry();
      case InvalidMessageException e -> fail(e);
      case InvalidStatusException e ->
          switch (e.response().status()) {
            case 500, 502, 503, 504 -> retry();
            default -> fail(e);
          };
      case InvalidUpgradeException e -> fail(e);
      case InvalidHeaderException e -> fail(e);
      case NegotiationException e -> fail(e);
      case RedirectException e -> fail(e);
      case ProxyException e -> fail(e);
    };
  }

  @Override
  public Verdict processClose(Ended ended) {
    return retry();
  }
}
