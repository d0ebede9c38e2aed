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

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
