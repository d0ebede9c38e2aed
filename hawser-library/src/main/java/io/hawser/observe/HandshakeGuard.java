package io.hawser.observe;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may go on with an opening handshake. The standard one is {@code
 * io.hawser.guard.Guard}; another may be written, for instance one that asks a list of banned
 * addresses.
 *
 * <p>Everything is called on event loops, of many connections at once, and must never block; but
 * {@link #penalised}, by whatever thread asks for a server's figures. With {@code Carrier.LOOP} it
 * must share no lock or monitor with handlers and hooks either, not even a logger's: a loop that
 * queues behind a thread which it carries waits for good. What a guard throws is logged, and the
 * connection goes on.
 */
public interface HandshakeGuard {
  /** A connection was accepted; not a byte of it was read. */
  Visit visit();

  /**
   * How many sources are refused now for what they did before. For figures only. Default: 0.
   *
   * @return 0 where this guard knows no such thing
   */
  default int penalised() {
    return 0;
  }

  /**
   * One connection, from the moment it was accepted until its socket is closed. Called in the order
   * of these methods, by one thread at a time: of {@link #failed}, {@link #answered} and {@link
   * #opened} at most one, and {@link #closed} always, once, at the end.
   */
  interface Visit {
    /**
     * Whether the connection may send anything at all. What is denied here is closed at once,
     * without an answer.
     *
     * @param source whose socket it is; {@link Source#none()} if a proxy is to name somebody. Then,
     *     with the PROXY protocol, this is called a second time, with whom it has named
     * @return null to go on
     */
    @Nullable Denial accepted(Source source);

    /**
     * Whether the request may go on; its head has been read and is well-formed.
     *
     * @param source whose request it is, which may be another than before if a trusted proxy says
     *     so
     * @return null to go on
     */
    @Nullable Denial requested(Source source);

    /** No WebSocket came of it; also called after a denial. */
    void failed(HandshakeFailure failure);

    /**
     * The application gave an answer of its own, as to a health check: no WebSocket, no failure.
     */
    void answered();

    /** The connection is open. */
    void opened();

    /** The socket is closed, and no hook is at work for it any more: the end of this visit. */
    void closed();
  }
}
