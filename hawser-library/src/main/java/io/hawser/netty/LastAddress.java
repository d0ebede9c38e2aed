package io.hawser.netty;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Keeps one address for connections in a row that have the same: this end of a server's. */
final class LastAddress {
  private @Nullable SocketAddress last;

  /** Returns an equal one. */
  SocketAddress same(SocketAddress address) {
    SocketAddress known = last;
    if (known == null || !known.equals(address)) {
      known = address;
      last = address;
    }
    return known;
  }
}
