package io.hawser.event;

import io.hawser.handshake.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it may stand in a log: where a message holds a secret of the request, a line
 * break or too much, another one stands in for it, with its trace and its causes.
 */
final class ShownThrowable extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 16;
  private static final String UNREADABLE = "(a message that cannot be read)";

  private ShownThrowable(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
    super(message, cause, false, true);
    setStackTrace(trace);
  }

  /** Returns {@code thrown} itself if all of it may be shown. */
  static Throwable of(Throwable thrown, Secrets secrets) {
    return isClean(thrown, secrets, 0) ? thrown : copy(thrown, secrets, 0);
  }

  /** Returns its class and its message on one line. */
  static String line(Throwable thrown, Secrets secrets) {
    String message = message(thrown);
    String name = thrown.getClass().getName();
    return message == null ? name : name + ": " + secrets.shown(message);
  }

  private static boolean isClean(Throwable thrown, Secrets secrets, int depth) {
    String message = message(thrown);
    if (depth > MOST_CAUSES || UNREADABLE.equals(message)) {
      return false;
    }
    if (message != null && !secrets.shown(message).equals(message)) {
      return false;
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (!isClean(suppressed, secrets, depth + 1)) {
        return false;
      }
    }
    return thrown.getCause() == null || isClean(thrown.getCause(), secrets, depth + 1);
  }

  // without those suppressed: a copy is for the rare case, and one chain tells enough
  private static ShownThrowable copy(Throwable thrown, Secrets secrets, int depth) {
    Throwable cause = depth < MOST_CAUSES ? thrown.getCause() : null;
    return new ShownThrowable(
        line(thrown, secrets),
        cause == null ? null : copy(cause, secrets, depth + 1),
        thrown.getStackTrace());
  }

  /** An application's exception may throw when asked. */
  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return UNREADABLE;
    }
  }
}
