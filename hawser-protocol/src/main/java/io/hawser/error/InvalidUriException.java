package io.hawser.error;

/** The text is not a WebSocket URI (RFC 6455, 3). */
public final class InvalidUriException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final String rule;

  /**
   * Says which rule the text breaks.
   *
   * @param text the URI as given, credentials and query masked
   * @param rule what was expected
   */
  public InvalidUriException(String text, String rule) {
    super(Phase.PREPARE, "not a WebSocket URI: " + text + "; " + rule, null);
    this.text = text;
    this.rule = rule;
  }

  /** The URI as given, credentials and query masked. */
  public String text() {
    return text;
  }

  /** What was expected. */
  public String rule() {
    return rule;
  }
}
