package io.hawser.server;

import io.hawser.handshake.Refusal;
import io.hawser.netty.Verdict;
import org.jspecify.annotations.Nullable;

/** A hook threw, or returned nonsense. Never leaves {@link Hooks}. */
final class HookFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells of it.
   *
   * @param what which hook, and how; for logs
   */
  HookFailure(String what, @Nullable Throwable thrown) {
    super(what, thrown);
  }

  Verdict verdict() {
    Throwable thrown = getCause();
    // what returned nonsense has no trace; ours says which call it was
    return new Verdict.Refused(
        Refusal.hookFailed(String.valueOf(getMessage()), thrown == null ? this : thrown));
  }
}
