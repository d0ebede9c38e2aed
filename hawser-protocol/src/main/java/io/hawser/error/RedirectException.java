package io.hawser.error;

import java.net.URI;

/** A redirect that is not followed. */
public final class RedirectException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final URI from;
  private final URI to;
  private final String rule;

  /** Says which rule forbids the redirect; the message names neither URI's query. */
  public RedirectException(URI from, URI to, String rule) {
    super(
        Phase.HTTP,
        "redirect from " + origin(from) + " to " + origin(to) + " not followed; " + rule,
        null);
    this.from = from;
    this.to = to;
    this.rule = rule;
  }

  /** Where the redirect came from. */
  public URI from() {
    return from;
  }

  /** Where it points. */
  public URI to() {
    return to;
  }

  /** The rule that forbids it. */
  public String rule() {
    return rule;
  }

  /** Scheme and authority, without credentials; {@code getHost} is null for a host like a_b. */
  private static String origin(URI uri) {
    String authority = uri.getRawAuthority();
    if (authority == null) {
      return uri.getScheme() == null ? "a relative reference" : uri.getScheme() + ":";
    }
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    return uri.getScheme() == null ? "//" + host : uri.getScheme() + "://" + host;
  }
}
