package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.model.Closure;
import io.hawser.model.Message;

/** Tells, on stdout, what happens on a connection. Used by one thread. */
interface Transcript {
  /** The connection has opened. */
  void opened(WebSocket ws);

  /**
   * A message has come.
   *
   * @return false if nobody reads the transcript any more
   */
  boolean message(Message message);

  /** The connection that had opened has closed. */
  void closed(Closure closure);

  /** The connection did not open. */
  void failed(HandshakeException failure);
}
