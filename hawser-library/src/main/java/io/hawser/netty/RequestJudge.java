package io.hawser.netty;

import io.hawser.handshake.Refusal;
import io.hawser.model.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a request what it is to become: the rules, and what an application says between them.
 * What its methods throw is a bug. Safe from any thread.
 */
public interface RequestJudge {
  /** Whether {@link #judge} may block: then it is not called on an event loop. */
  boolean mayBlock();

  /** Judges a request whose {@code Host} and origin have passed. */
  Verdict judge(Request request, Knock knock);

  /** Whether {@link #review} may change an answer, and block: it is not called otherwise. */
  boolean reviews();

  /**
   * Has a say in the answer to a handshake that failed outside of {@link #judge}.
   *
   * @param request as far as it was read; null if not even its first line was
   * @param refusal one with an answer
   */
  Verdict review(@Nullable Request request, Refusal refusal, Knock knock);
}
