package io.hawser.event;

import io.hawser.handshake.FailureKind;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.observe.HandshakeFailure;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Failed handshakes that did not happen. */
final class Failures {
  static final Request REQUEST =
      new Request(
          "GET",
          "/chat?token=query-secret",
          "HTTP/1.1",
          Headers.of(
              "Host", "example.com",
              "Origin", "https://evil.example",
              "User-Agent", "a\tb",
              "Authorization", "Bearer bearer-secret",
              "Cookie", "sid=cookie-secret"));

  private Failures() {}

  static HandshakeFailure of(FailureKind kind) {
    return of(kind, "192.0.2.1", null);
  }

  static HandshakeFailure from(FailureKind kind, String host) {
    return of(kind, host, null);
  }

  static HandshakeFailure of(FailureKind kind, Throwable cause) {
    return of(kind, "192.0.2.1", cause);
  }

  private static HandshakeFailure of(FailureKind kind, String host, Throwable cause) {
    var peer = new InetSocketAddress(host, 50_000);
    return new HandshakeFailure(
        "ws-7",
        kind,
        new InetSocketAddress("192.0.2.9", 80),
        peer,
        peer,
        null,
        REQUEST,
        400,
        "what was wrong",
        cause,
        Duration.ofMillis(3));
  }
}
