package io.hawser.error;

import io.hawser.model.CloseCode;

/** The peer broke a rule of the protocol, so the connection is failed (RFC 6455, 7.1.7). */
public final class ProtocolException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  private final transient CloseCode code;
  private final String rule;

  /**
   * Says which rule was broken.
   *
   * @param code what our Close frame says of it: 1002, 1007 or 1008
   * @param rule such as {@code client frame not masked}
   */
  public ProtocolException(CloseCode code, String rule) {
    super("peer broke the protocol: " + rule + "; closing with " + code, null);
    this.code = code;
    this.rule = rule;
  }

  /** What our Close frame says of it: 1002, 1007 or 1008. */
  public CloseCode code() {
    return code;
  }

  /** The rule that was broken. */
  public String rule() {
    return rule;
  }
}
