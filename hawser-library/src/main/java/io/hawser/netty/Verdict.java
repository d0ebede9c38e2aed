package io.hawser.netty;

import io.hawser.connection.Identified;
import io.hawser.handshake.Agreement;
import io.hawser.handshake.Refusal;
import io.hawser.model.Response;

/** What becomes of a request. */
public sealed interface Verdict {
  /**
   * A connection opens.
   *
   * @param response the 101, before {@link io.hawser.handshake.ServerRules#finish}
   */
  record Open(Agreement agreement, Response response, Identified identified) implements Verdict {}

  /** The application has answered by itself, as it does health checks. No failure. */
  record Answered(Response response) implements Verdict {}

  /** A handshake fails. */
  record Refused(Refusal refusal) implements Verdict {}
}
