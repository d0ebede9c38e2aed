package io.hawser.guard;

import io.hawser.observe.HandshakeFailure;

/** Which failures count against their source: those that only a broken or a hostile peer causes. */
final class Penalties {
  private Penalties() {}

  /**
   * Whether a failure is a penalty.
   *
   * @param trusted whether the source has opened a connection lately
   */
  static boolean counts(HandshakeFailure failure, boolean trusted) {
    return switch (failure.kind()) {
      // answered with 503 if it was a hook that was late, which is not the peer's fault
      case TIMEOUT -> failure.status() != 503;
      case TLS_FAILED,
          TLS_ON_PLAIN_PORT,
          NOT_HTTP,
          MALFORMED,
          TOO_LARGE,
          BODY,
          BAD_HOST,
          PROTOCOL_VERSION,
          INVALID_KEY,
          INVALID_HEADER ->
          true;
      // a password may be mistyped, and a token outdated, by somebody who is known
      case UNAUTHORIZED -> !trusted;
      // what honest clients, browsers, proxies and health checks do, too
      case PROBE,
          DISCONNECTED,
          METHOD,
          HTTP_VERSION,
          NOT_AN_UPGRADE,
          INVALID_UPGRADE,
          ORIGIN,
          SUBPROTOCOL,
          NOT_FOUND ->
          false;
      // ours, not the peer's; a refused source is not refused for longer because it asks again
      case RATE_LIMITED, OVERLOADED, CLOSING, HOOK_FAILED, INTERNAL -> false;
    };
  }
}
