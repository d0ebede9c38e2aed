package io.hawser.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a Close frame says (RFC 6455, 5.5.1): a code, and a reason for people to read.
 *
 * @param code {@link CloseCode#NO_STATUS_RECEIVED} where the frame was empty
 * @param reason may be empty; at most 123 bytes of UTF-8; a peer's may hold control characters
 */
public record CloseReason(CloseCode code, String reason) {
  /** What is left for the reason in a control frame of 125 bytes, after the two of the code. */
  public static final int MAX_REASON_BYTES = 123;

  /** An empty Close frame: neither code nor reason. */
  public static final CloseReason NONE = new CloseReason(CloseCode.NO_STATUS_RECEIVED, "");

  public CloseReason {
    if (!code.isSendable() && !code.equals(CloseCode.NO_STATUS_RECEIVED)) {
      throw new IllegalArgumentException(
          "close code: "
              + code
              + "; must be 1000 to 1003, 1007 to 1014 or 3000 to 4999 in a Close frame");
    }
    if (code.equals(CloseCode.NO_STATUS_RECEIVED) && !reason.isEmpty()) {
      throw new IllegalArgumentException("close reason without a close code; give a code");
    }
    Surrogates.requirePaired("close reason", reason);
    int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_REASON_BYTES) {
      throw new IllegalArgumentException(
          "close reason: " + bytes + " bytes of UTF-8; must be at most " + MAX_REASON_BYTES);
    }
  }

  /**
   * Returns the reason with this code and text.
   *
   * @throws IllegalArgumentException if a Close frame cannot carry them
   */
  public static CloseReason of(int code, String reason) {
    return new CloseReason(new CloseCode(code), reason);
  }

  /** Returns the reason with this code and an empty text. */
  public static CloseReason of(CloseCode code) {
    return new CloseReason(code, "");
  }

  /** Whether a peer that says this has closed cleanly: 1000, 1001 or no code at all. */
  public boolean isClean() {
    return code.equals(CloseCode.NORMAL_CLOSURE)
        || code.equals(CloseCode.GOING_AWAY)
        || code.equals(CloseCode.NO_STATUS_RECEIVED);
  }

  /** The code and the reason, as they may stand on one line of a log. */
  @Override
  public String toString() {
    return reason.isEmpty() ? code.toString() : code + " (" + printable(reason) + ")";
  }

  /** A peer may put anything into its reason: line breaks, or marks that turn the text around. */
  private static String printable(String reason) {
    var text = new StringBuilder(reason.length());
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            text.append("\\u").append(HexFormat.of().toHexDigits(c));
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
