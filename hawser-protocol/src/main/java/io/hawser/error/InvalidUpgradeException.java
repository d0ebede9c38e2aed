package io.hawser.error;

import org.jspecify.annotations.Nullable;

/** {@code Connection} or {@code Upgrade} does not switch to WebSocket (RFC 6455, 4.1 and 4.2.1). */
public final class InvalidUpgradeException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final @Nullable String value;

  /**
   * Says what the header holds.
   *
   * @param value null if the header is missing
   * @param expectation what it should hold, such as {@code websocket}
   */
  public InvalidUpgradeException(String name, @Nullable String value, String expectation) {
    super(
        Phase.HTTP,
        name + (value == null ? " is missing" : ": " + value) + "; expected " + expectation,
        null);
    this.name = name;
    this.value = value;
  }

  /** The header's name. */
  public String name() {
    return name;
  }

  /** The header's value, or null if it is missing. */
  public @Nullable String value() {
    return value;
  }
}
