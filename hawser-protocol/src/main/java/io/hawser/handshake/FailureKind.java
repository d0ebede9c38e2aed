package io.hawser.handshake;

/** Why a connection to a server did not become a WebSocket. */
public enum FailureKind {
  /** Opened and closed without a byte, as load balancers and port scanners do. */
  PROBE,
  /** Gone in the middle of the TLS handshake, of the head, or before the answer. */
  DISCONNECTED,
  /** The opening deadline passed: a silent or a dripping peer, or a hook that was late. */
  TIMEOUT,
  /** On a TLS port: plain HTTP, junk, no common version, a bad client certificate. */
  TLS_FAILED,
  /** A ClientHello on a plain port. */
  TLS_ON_PLAIN_PORT,
  /** Another protocol, or random bytes. */
  NOT_HTTP,
  /** HTTP that breaks its grammar. */
  MALFORMED,
  /** A request line, a header line, or all headers together are over the limit. */
  TOO_LARGE,
  /** A body, or an expectation, on the upgrade request. */
  BODY,
  /** {@code Host} is missing, repeated or malformed. */
  BAD_HOST,
  /** Not GET. */
  METHOD,
  /** Neither HTTP/1.1 nor what may become it. */
  HTTP_VERSION,
  /** A plain request, as of a browser or a health check. */
  NOT_AN_UPGRADE,
  /** {@code Connection} or {@code Upgrade} is missing or names something else. */
  INVALID_UPGRADE,
  /** {@code Sec-WebSocket-Version} is missing, repeated or not 13. */
  PROTOCOL_VERSION,
  /** {@code Sec-WebSocket-Key} is missing, repeated or not base64 of 16 bytes. */
  INVALID_KEY,
  /** A header of the handshake breaks its grammar. */
  INVALID_HEADER,
  /** The origin is refused. */
  ORIGIN,
  /** No subprotocol in common, where one is required. */
  SUBPROTOCOL,
  /** Credentials were missing or wrong. */
  UNAUTHORIZED,
  /** No handler for this path. */
  NOT_FOUND,
  /** The source has spent a budget. */
  RATE_LIMITED,
  /** Too many connections, or too many handshakes at once. */
  OVERLOADED,
  /** The server is stopping. */
  CLOSING,
  /** A hook threw, returned nonsense or was late. */
  HOOK_FAILED,
  /** A bug of ours. */
  INTERNAL
}
