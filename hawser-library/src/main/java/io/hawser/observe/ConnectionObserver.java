package io.hawser.observe;

import io.hawser.WebSocket;
import io.hawser.model.Closure;
import java.time.Duration;

/**
 * Watches connections, of a server ({@link ServerObserver}) or of a client ({@link
 * ClientObserver}).
 *
 * <p>An observer is told soon after the fact, in order and by one thread at a time, which is none
 * of those that move bytes: it may take its time. Up to 16,384 events wait for it; what comes when
 * so many wait is not told but counted, see {@link #missed}. What an observer throws is logged and
 * otherwise ignored.
 */
public interface ConnectionObserver {
  /** A connection has opened. */
  default void opened(WebSocket ws) {}

  /** A connection that had opened has closed; told once for each, and last. */
  default void closed(WebSocket ws, Closure closure) {}

  /**
   * A peer does not take what is sent to it, and is cut off for that.
   *
   * @param stalled how long no byte was taken, or how old what is queued has become
   * @param queuedBytes what waits to be written, in bytes
   */
  default void stalled(WebSocket ws, Duration stalled, long queuedBytes) {}

  /**
   * Messages to a slow peer were dropped, unsent.
   *
   * @param messages how many; at least one
   * @param bytes their size, before compression
   */
  default void dropped(WebSocket ws, int messages, long bytes) {}

  /**
   * This observer was so slow that it is not told of some events; they were between the ones it was
   * told before and those that follow.
   *
   * @param events how many; at least one
   */
  default void missed(long events) {}
}
