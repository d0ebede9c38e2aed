package io.hawser.error;

import org.jspecify.annotations.Nullable;

/** A header of the handshake is missing, repeated, or breaks its grammar (RFC 6455, 4). */
public final class InvalidHeaderException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final @Nullable String value;
  private final String rule;

  /**
   * Says which rule the header breaks.
   *
   * @param value null if the header is missing, or its value is better not shown
   */
  public InvalidHeaderException(String name, @Nullable String value, String rule) {
    super(Phase.HTTP, "header " + name + (value == null ? "" : ": " + value) + "; " + rule, null);
    this.name = name;
    this.value = value;
    this.rule = rule;
  }

  /** The header's name. */
  public String name() {
    return name;
  }

  /** The header's value, or null if it is missing or better not shown. */
  public @Nullable String value() {
    return value;
  }

  /** The rule that was broken. */
  public String rule() {
    return rule;
  }
}
