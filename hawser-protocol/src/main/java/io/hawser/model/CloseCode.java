package io.hawser.model;

/**
 * Why a connection was closed, as a number (RFC 6455, 7.4, and the IANA registry).
 *
 * @param value 1000 to 4999
 */
public record CloseCode(int value) {
  public static final CloseCode NORMAL_CLOSURE = new CloseCode(1000);
  public static final CloseCode GOING_AWAY = new CloseCode(1001);
  public static final CloseCode PROTOCOL_ERROR = new CloseCode(1002);
  public static final CloseCode UNSUPPORTED_DATA = new CloseCode(1003);

  /** Never on the wire: the Close frame had no code (7.4.1). */
  public static final CloseCode NO_STATUS_RECEIVED = new CloseCode(1005);

  /** Never on the wire: the connection ended without a Close frame (7.4.1). */
  public static final CloseCode ABNORMAL_CLOSURE = new CloseCode(1006);

  public static final CloseCode INVALID_PAYLOAD = new CloseCode(1007);
  public static final CloseCode POLICY_VIOLATION = new CloseCode(1008);
  public static final CloseCode MESSAGE_TOO_BIG = new CloseCode(1009);
  public static final CloseCode MANDATORY_EXTENSION = new CloseCode(1010);
  public static final CloseCode INTERNAL_ERROR = new CloseCode(1011);
  public static final CloseCode SERVICE_RESTART = new CloseCode(1012);
  public static final CloseCode TRY_AGAIN_LATER = new CloseCode(1013);
  public static final CloseCode BAD_GATEWAY = new CloseCode(1014);

  public CloseCode {
    if (value < 1000 || value > 4999) {
      throw new IllegalArgumentException("close code: " + value + "; must be 1000 to 4999");
    }
  }

  /**
   * Whether a Close frame may carry this code (7.4): the registered ones, and 3000 to 4999, which
   * are libraries' and applications' own.
   */
  public boolean isSendable() {
    return isSendable(value);
  }

  /** Whether a Close frame may carry {@code value} as its code (7.4). */
  public static boolean isSendable(int value) {
    return (value >= 1000 && value <= 1003)
        || (value >= 1007 && value <= 1014)
        || (value >= 3000 && value <= 4999);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
