package io.hawser.client;

import io.hawser.handshake.HostAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server that a proxy may lead to.
 *
 * @param host in lower case, without the dot of a full name; IPv6 without brackets
 * @param address null if the host is a name
 */
record ProxyTarget(String host, @Nullable InetAddress address, int port) {
  /** Returns the target that {@code server} is, which names its port. */
  static ProxyTarget of(URI server) {
    // not getHost(), which is null for names with an underscore
    String authority = authority(server);
    int colon = authority.lastIndexOf(':');
    return of(authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
  }

  /** Returns host and port of a server, as they stand in its URI. */
  static String authority(URI server) {
    String authority = server.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("server: " + server + "; must have a host and a port");
    }
    return authority;
  }

  static ProxyTarget of(String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String name = bare.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return new ProxyTarget(name, HostAddress.parse(name), port);
  }

  boolean isThisMachine() {
    return address == null
        ? host.equals("localhost") || host.endsWith(".localhost")
        : address.isLoopbackAddress();
  }
}
