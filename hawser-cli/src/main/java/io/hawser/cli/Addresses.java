package io.hawser.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How addresses are written in what the command prints. */
final class Addresses {
  private static final Pattern ZEROS = Pattern.compile("(?<![^:])0(:0)+(?![^:])");

  private Addresses() {}

  /**
   * Returns an address as in {@code 127.0.0.1:8765}, {@code [::1]:8765}, {@code unix:/run/hawser},
   * or {@code unix} for the end of a Unix-domain socket that has no name; without a port if a proxy
   * has told none.
   */
  static String text(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.getPort() == 0 -> host(inet);
      case InetSocketAddress inet -> host(inet) + ":" + inet.getPort();
      case UnixDomainSocketAddress unix when unix.getPath().toString().isEmpty() -> "unix";
      case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
      default -> address.toString();
    };
  }

  /** Returns a host as it stands in a URI: IPv6 addresses in brackets. */
  static String inUri(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static String host(InetSocketAddress inet) {
    InetAddress ip = inet.getAddress();
    if (ip == null) {
      return inet.getHostString();
    }
    String text = ip.getHostAddress();
    return ip instanceof Inet6Address ? "[" + shortened(text) + "]" : text;
  }

  /** Puts {@code ::} for the first of the longest runs of zeros (RFC 5952, 4.2). */
  private static String shortened(String ipv6) {
    return ZEROS
        .matcher(ipv6)
        .results()
        .max(
            Comparator.comparingInt((MatchResult run) -> run.end() - run.start())
                .thenComparing(MatchResult::start, Comparator.reverseOrder()))
        .map(
            run -> {
              String left = ipv6.substring(0, run.start());
              String right = ipv6.substring(run.end());
              return (left.isEmpty() ? ":" : left) + (right.isEmpty() ? ":" : right);
            })
        .orElse(ipv6);
  }
}
