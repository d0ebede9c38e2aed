package io.hawser.client;

import io.hawser.handshake.HostAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The servers that {@code no_proxy} names. There is no standard; this is what its users expect of
 * others' programs: entries separated by commas or spaces, each a domain (with all names in it,
 * with or without a dot or {@code *.} in front), an address, a network such as {@code 10.0.0.0/8},
 * or {@code *} for all; with a port behind a colon perhaps. What is none of these names nothing.
 */
final class NoProxy {
  private final List<Predicate<ProxyTarget>> entries;

  private NoProxy(List<Predicate<ProxyTarget>> entries) {
    this.entries = entries;
  }

  static NoProxy parse(String text) {
    var entries = new ArrayList<Predicate<ProxyTarget>>();
    for (String entry : text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry(entry));
      }
    }
    return new NoProxy(entries);
  }

  boolean names(ProxyTarget server) {
    return entries.stream().anyMatch(entry -> entry.test(server));
  }

  private static Predicate<ProxyTarget> entry(String entry) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return network(entry.substring(0, slash), entry.substring(slash + 1));
    }
    if (HostAddress.parse(entry) != null) {
      return host(entry); // IPv6, the colons of which are of no port
    }
    int colon = entry.indexOf(':', Math.max(0, entry.indexOf(']')));
    if (colon < 0) {
      return host(entry);
    }
    String port = entry.substring(colon + 1);
    Predicate<ProxyTarget> host = host(entry.substring(0, colon));
    return server -> port.equals(Integer.toString(server.port())) && host.test(server);
  }

  private static Predicate<ProxyTarget> host(String entry) {
    if (entry.equals("*")) {
      return server -> true;
    }
    String bare =
        entry.startsWith("[") && entry.endsWith("]")
            ? entry.substring(1, entry.length() - 1)
            : entry;
    InetAddress address = HostAddress.parse(bare);
    if (address != null) {
      return server -> address.equals(server.address());
    }
    String domain = withoutPrefix(withoutPrefix(bare, "*"), ".");
    return server ->
        !domain.isEmpty()
            && server.address() == null
            && (server.host().equals(domain) || server.host().endsWith("." + domain));
  }

  private static Predicate<ProxyTarget> network(String address, String bits) {
    InetAddress network = HostAddress.parse(withoutPrefix(address, "["));
    int length = length(bits);
    if (network == null || length < 0 || length > 8 * network.getAddress().length) {
      return server -> false;
    }
    byte[] prefix = network.getAddress();
    return server -> begins(server.address(), prefix, length);
  }

  private static int length(String bits) {
    try {
      return Integer.parseInt(bits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean begins(@Nullable InetAddress address, byte[] prefix, int bits) {
    if (address == null || address.getAddress().length != prefix.length) {
      return false;
    }
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((bytes[i / 8] & mask) != (prefix[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }
}
