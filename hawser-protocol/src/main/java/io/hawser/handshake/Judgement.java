package io.hawser.handshake;

/** What a server makes of a request. */
public sealed interface Judgement {
  /** The connection is to be opened. */
  record Accepted(Agreement agreement) implements Judgement {}

  /** It is not. */
  record Refused(Refusal refusal) implements Judgement {}
}
