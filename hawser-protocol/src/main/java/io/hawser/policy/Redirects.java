package io.hawser.policy;

import io.hawser.error.InvalidUriException;
import io.hawser.error.RedirectException;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.model.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Which redirects a client follows (RFC 6455, 4.1; RFC 9110, 15.4). Immutable. */
public final class Redirects {
  private static final Redirects DEFAULTS = new Redirects(10, false);

  private final int most;
  private final boolean sameOriginOnly;

  private Redirects(int most, boolean sameOriginOnly) {
    this.most = most;
    this.sameOriginOnly = sameOriginOnly;
  }

  /**
   * Where a redirect leads.
   *
   * @param uri without credentials, even where {@code Location} has some
   * @param crossesOrigins whether scheme, host or port are others: what is secret stays behind
   */
  public record Target(WebSocketUri uri, boolean crossesOrigins) {}

  /** Returns the default: ten redirects, to wherever they lead, but never from TLS to plain. */
  public static Redirects defaults() {
    return DEFAULTS;
  }

  /** Returns the setting of one who follows none: they are refusals like other statuses. */
  public static Redirects none() {
    return new Redirects(0, false);
  }

  /**
   * Returns the same with another bound of how many are followed for one connection, 1 to 50.
   * Default: 10.
   *
   * @throws IllegalArgumentException if it is not
   */
  public Redirects withMost(int redirects) {
    if (redirects < 1 || redirects > 50) {
      throw new IllegalArgumentException("redirects: " + redirects + "; must be 1 to 50");
    }
    return new Redirects(redirects, sameOriginOnly);
  }

  /** Returns the same for redirects within one origin; others fail. Default: all origins. */
  public Redirects withinOrigin() {
    return new Redirects(most, true);
  }

  /**
   * Returns where {@code response} sends us.
   *
   * @param followed how many redirects led to {@code from}
   * @return empty if it is no redirect, or none are followed
   * @throws RedirectException if it is one that must not be followed
   */
  public Optional<Target> next(WebSocketUri from, Response response, int followed) {
    Optional<String> location = response.headers().first("Location");
    if (most == 0 || !isRedirect(response.status()) || location.isEmpty()) {
      return Optional.empty();
    }
    URI base = URI.create(text(from));
    URI to = resolve(base, location.get().strip());
    if (followed >= most) {
      throw new RedirectException(base, to, "at most %d redirects are followed".formatted(most));
    }
    WebSocketUri target = parse(base, to);
    if (from.secure() && !target.secure()) {
      throw new RedirectException(base, to, "must not leave TLS");
    }
    boolean crossesOrigins = !origin(from).equals(origin(target));
    if (crossesOrigins && sameOriginOnly) {
      throw new RedirectException(base, to, "must stay within one origin");
    }
    return Optional.of(new Target(target, crossesOrigins));
  }

  /**
   * Returns the headers that may go to another origin: none that {@linkplain Headers#isSensitive is
   * sensitive}, as {@code Authorization} and {@code Cookie} are, and not {@code Host}, which names
   * the origin that was left.
   */
  public static Headers forOtherOrigin(Headers headers) {
    Headers.Builder kept = headers.toBuilder().remove("Host");
    headers.forEach(
        (name, value) -> {
          if (headers.isSensitive(name)) {
            kept.remove(name);
          }
        });
    return kept.build();
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 300, 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String text(WebSocketUri uri) {
    return origin(uri) + uri.resourceName();
  }

  private static String origin(WebSocketUri uri) {
    return (uri.secure() ? "wss://" : "ws://") + uri.authority();
  }

  /** RFC 3986, 5.2; the fragment, if any, is not for us. */
  private static URI resolve(URI base, String location) {
    int hash = location.indexOf('#');
    String reference = hash < 0 ? location : location.substring(0, hash);
    try {
      // java.net.URI knows RFC 2396, by which a query alone replaces the end of the path as well
      return reference.startsWith("?") || reference.isEmpty()
          ? new URI(upToPath(base) + reference)
          : base.resolve(new URI(reference));
    } catch (URISyntaxException e) {
      throw new RedirectException(base, unreadable(), "Location is not a URI");
    }
  }

  private static String upToPath(URI base) {
    return base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath();
  }

  /** What it was is not told: it may be anything, of any length. */
  private static URI unreadable() {
    return URI.create("unreadable:location");
  }

  private static WebSocketUri parse(URI base, URI to) {
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    String ours =
        switch (scheme) {
          case "ws", "http" -> "ws";
          case "wss", "https" -> "wss";
          default -> throw new RedirectException(base, to, "must be ws, wss, http or https");
        };
    String authority = to.getRawAuthority() == null ? "" : to.getRawAuthority();
    String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    String place = authority.substring(authority.lastIndexOf('@') + 1);
    try {
      return WebSocketUri.parse(ours + "://" + place + to.getRawPath() + query);
    } catch (InvalidUriException e) {
      throw new RedirectException(base, to, "not a WebSocket URI; " + e.rule());
    }
  }
}
