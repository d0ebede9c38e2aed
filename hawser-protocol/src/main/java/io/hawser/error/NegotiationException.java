package io.hawser.error;

/** The peers do not agree on an extension or a subprotocol (RFC 6455, 9.1 and 1.9). */
public final class NegotiationException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  /** What was being agreed on. */
  public enum Subject {
    EXTENSION,
    SUBPROTOCOL
  }

  private final Subject subject;

  /** Says what went wrong, and what was expected. */
  public NegotiationException(Subject subject, String what) {
    super(Phase.HTTP, what, null);
    this.subject = subject;
  }

  /** What was being agreed on. */
  public Subject subject() {
    return subject;
  }
}
