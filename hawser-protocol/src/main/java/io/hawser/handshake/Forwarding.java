package io.hawser.handshake;

import io.hawser.model.Headers;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request say of where it comes from. To be asked only for what a trusted
 * proxy has sent: anybody can write such headers.
 */
public sealed interface Forwarding {
  /**
   * The proxies name the client.
   *
   * @param port 0 if it is not told
   */
  record Client(InetAddress address, int port, @Nullable String host) implements Forwarding {}

  /** Neither header is there. */
  record Unnamed() implements Forwarding {}

  /** What the headers say cannot be relied on: malformed, hidden, or not the same in both. */
  record Unclear() implements Forwarding {}

  /** Whether one of the headers is there that tell of a client. */
  static boolean isIn(Headers headers) {
    return headers.contains("Forwarded") || headers.contains("X-Forwarded-For");
  }

  /**
   * Reads {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}, over all lines of a name, from
   * the right: the client is the first that is no trusted proxy, or the last of all if all are. If
   * both headers are there, they have to agree.
   */
  static Forwarding read(Headers headers, TrustedProxies trusted) {
    Forwarding forwarded = read(headers.all("Forwarded"), ForwardedElement::ofForwarded, trusted);
    Forwarding list = read(headers.all("X-Forwarded-For"), ForwardedElement::ofList, trusted);
    if (forwarded instanceof Unnamed) {
      return list;
    }
    if (list instanceof Unnamed) {
      return forwarded;
    }
    // a proxy that adds to one lets the other pass as the client wrote it
    return forwarded instanceof Client one
            && list instanceof Client other
            && one.address().equals(other.address())
        ? forwarded
        : new Unclear();
  }

  /**
   * Returns the host and port that the client asked the proxies for, as {@code X-Forwarded-Host} or
   * {@code Forwarded} have it; null if they do not say so clearly.
   */
  static @Nullable String host(Headers headers, Forwarding forwarding) {
    List<String> hosts = headers.all("X-Forwarded-Host");
    String host = null;
    if (hosts.size() == 1) {
      host = hosts.get(0);
    } else if (hosts.isEmpty() && forwarding instanceof Client client) {
      host = client.host();
    }
    return host == null || Authority.parse(host) == null ? null : host;
  }

  private static Forwarding read(
      List<String> lines,
      Function<String, @Nullable ForwardedElement> reader,
      TrustedProxies trusted) {
    if (lines.isEmpty()) {
      return new Unnamed();
    }
    ForwardedElement last = null;
    for (String text : ForwardedElements.fromLast(lines)) {
      last = reader.apply(text);
      if (last == null) {
        return new Unclear();
      }
      if (!trusted.contains(last.address())) {
        break;
      }
    }
    return last == null ? new Unclear() : new Client(last.address(), last.port(), last.host());
  }
}
