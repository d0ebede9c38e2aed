package io.hawser.handshake;

import io.hawser.model.Headers;
import java.util.HashSet;
import java.util.List;

/** Names of subprotocols as an endpoint is configured with them (RFC 6455, 1.9 and 4.1). */
final class Subprotocols {
  private Subprotocols() {}

  /** Returns a copy of {@code names}, unless one is not a token or stands there twice. */
  static List<String> check(List<String> names) {
    for (var name : names) {
      if (!Headers.isName(name)) {
        throw new IllegalArgumentException(
            "subprotocol: " + Printable.of(name) + "; must be a token of RFC 9110");
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("subprotocols: " + names + "; must be different");
    }
    return List.copyOf(names);
  }
}
