package io.hawser.policy;

import io.hawser.error.ConnectFailedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.Phase;
import io.hawser.error.ProxyException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import java.io.IOException;

/** Failures for policies to judge. */
final class Failures {
  private Failures() {}

  static ConnectFailedException refused() {
    return new ConnectFailedException(Phase.TCP, "refused", new IOException());
  }

  static Response response(int status, String... headers) {
    return new Response(status, "", Headers.of(headers), new byte[0]);
  }

  static InvalidStatusException status(int status, String... headers) {
    return new InvalidStatusException(response(status, headers));
  }

  /** What a proxy answers by HTTP. */
  static ProxyException proxy(int status, String... headers) {
    var reason =
        switch (status) {
          case 407 -> ProxyException.Reason.CREDENTIALS;
          case 500, 502, 503, 504, 599 -> ProxyException.Reason.UNAVAILABLE;
          default -> ProxyException.Reason.FORBIDDEN;
        };
    return new ProxyException(reason, "proxy: " + status, response(status, headers), null);
  }

  /** What a proxy answers by SOCKS, or by something else. */
  static ProxyException proxy(ProxyException.Reason reason) {
    return new ProxyException(reason, "proxy", null, null);
  }

  /** The peer closes with a code; 1005 for none, 1006 without a Close frame. */
  static ConnectionClosedException byPeer(int code) {
    return byPeer(code, "");
  }

  static ConnectionClosedException byPeer(int code, String reason) {
    return switch (code) {
      case 1006 -> closed(new Closure(null, null, Closure.Initiator.NETWORK));
      case 1005 -> closed(new Closure(CloseReason.NONE, CloseReason.NONE, Closure.Initiator.PEER));
      default -> {
        var said = CloseReason.of(code, reason);
        yield closed(new Closure(said, said, Closure.Initiator.PEER));
      }
    };
  }

  /** We close, and the peer does not answer. */
  static ConnectionClosedException byUs(int code) {
    return closed(new Closure(CloseReason.of(code, ""), null, Closure.Initiator.LOCAL));
  }

  private static ConnectionClosedException closed(Closure closure) {
    return new ConnectionClosedException(closure, null);
  }
}
