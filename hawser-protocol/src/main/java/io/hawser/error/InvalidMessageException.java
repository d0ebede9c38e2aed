package io.hawser.error;

import org.jspecify.annotations.Nullable;

/** What came is not HTTP, or breaks its grammar or our limits (RFC 9112). */
public final class InvalidMessageException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * Says which rule was broken.
   *
   * @param rule such as {@code space before the colon of a header}
   */
  public InvalidMessageException(String rule, @Nullable Throwable cause) {
    super(Phase.HTTP, "not an HTTP response: " + rule, cause);
    this.rule = rule;
  }

  /** The rule that was broken. */
  public String rule() {
    return rule;
  }
}
