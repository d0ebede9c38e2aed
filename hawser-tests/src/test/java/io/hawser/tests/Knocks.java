package io.hawser.tests;

import io.hawser.handshake.FailureKind;
import io.hawser.testkit.RawPeer;
import io.hawser.tests.BadHandshakes.Case;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** Handshakes that fail, of all kinds in turn, against a plain and a TLS server with defaults. */
public final class Knocks {
  private static final List<Case> REFUSED =
      BadHandshakes.all().filter(row -> row.kind() != null).toList();

  private Knocks() {}

  /** Returns what the TLS server needs. */
  public static SSLContext tls() {
    return TestCertificates.serverContext();
  }

  /** Knocks, waits until the server has ended it, and returns why the server will say it failed. */
  public static FailureKind number(int number, int plainPort, int securePort) {
    int ways = REFUSED.size() + 3;
    int way = number % ways;
    if (way < REFUSED.size()) {
      Case row = REFUSED.get(way);
      try (var peer = RawPeer.connect(plainPort)) {
        peer.send(row.request()).readToEnd();
      }
      return Objects.requireNonNull(row.kind());
    }
    try (var peer = RawPeer.connect(way == ways - 1 ? plainPort : securePort)) {
      if (way == ways - 1) {
        return FailureKind.PROBE;
      }
      if (way == ways - 2) {
        peer.send(RawPeer.VALID_REQUEST).readToEnd();
      } else {
        peer.sendHex("16 03 01 00 05 01 00 00 01 03").readToEnd();
      }
      return FailureKind.TLS_FAILED;
    }
  }
}
