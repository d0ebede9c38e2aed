package io.hawser;

import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.io.OutputStream;
import java.io.Writer;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket connection, of a client or of a server (RFC 6455).
 *
 * <p>Its methods block, and are meant for virtual threads. Any number of threads may send and
 * close; one at a time receives.
 *
 * <pre>{@code
 * for (var message : ws) { // a clean close ends the loop; any other close throws
 *   ws.send(message);
 * }
 * }</pre>
 */
public interface WebSocket extends Iterable<Message>, AutoCloseable {
  /** A short name of this connection, unique in this process; it stands in logs and events. */
  String id();

  /** The request of the opening handshake. */
  Request request();

  /** The response of the opening handshake: a 101. */
  Response response();

  /** The subprotocol agreed on (RFC 6455, 1.9), if any. */
  Optional<String> subprotocol();

  /**
   * This endpoint's address; of a Unix-domain socket a {@link java.net.UnixDomainSocketAddress}.
   */
  SocketAddress localAddress();

  /** The peer's address; of a Unix-domain socket a {@link java.net.UnixDomainSocketAddress}. */
  SocketAddress remoteAddress();

  /**
   * Who the peer is, as far as that is known: whom a server's hooks have found it to be; otherwise
   * whom its TLS certificate names, if it has shown one.
   */
  default Optional<Principal> peerPrincipal() {
    return peerCertificates().stream().findFirst().map(X509Certificate::getSubjectX500Principal);
  }

  /**
   * The certificates that the peer has shown in the TLS handshake, its own first; empty if it has
   * shown none. They were verified, unless this is a client that trusts any server.
   */
  List<X509Certificate> peerCertificates();

  /** How long each phase of the opening handshake took; empty for a server's connection. */
  Optional<OpeningTimings> openingTimings();

  /**
   * What a server's hooks and its router have found out about the peer, by name, such as the
   * variables of the path. Immutable; empty for a client.
   */
  Map<String, Object> attributes();

  /**
   * Sends a text message; returns once its place on the wire is fixed (RFC 6455, 5.6).
   *
   * <p>Safe from any thread; one thread's messages keep their order. Blocks while the outbox is
   * full.
   *
   * @throws IllegalArgumentException if {@code text} has a lone surrogate, which UTF-8 cannot carry
   * @throws io.hawser.error.ConnectionClosedException if either endpoint has begun the closing
   *     handshake, or the connection is gone
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; nothing was
   *     queued, the flag is set again
   * @throws IllegalStateException if it would block on this connection's event loop, which is what
   *     makes room; nothing was queued
   */
  default void send(String text) {
    send(Message.text(text));
  }

  /**
   * Sends a copy of {@code bytes} as a binary message; otherwise like {@link #send(String)}.
   * Without the copy: {@code send(Message.binary(bytes))}.
   */
  default void send(byte[] bytes) {
    send(Message.binary(bytes.clone()));
  }

  /** Sends a message, such as one that was received; otherwise like {@link #send(String)}. */
  default void send(Message message) {
    send(message, SendOptions.defaults());
  }

  /** Sends a message in a chosen way; otherwise like {@link #send(String)}. */
  void send(Message message, SendOptions options);

  /**
   * Sends a message if there is room in the outbox within {@code timeout}; otherwise like {@link
   * #send(String)}.
   *
   * @param timeout how long to wait for room; not at all if it is zero or negative, or on this
   *     connection's event loop, which is what makes room
   * @return whether the message is queued
   */
  boolean trySend(Message message, Duration timeout);

  /**
   * Sends a message without waiting; where too much is queued ({@link Queues#mostBytes}), the
   * connection's {@link SlowConsumer} policy says what happens.
   *
   * @return whether the message is queued
   * @throws io.hawser.error.ConnectionClosedException if either endpoint has begun the closing
   *     handshake, or the connection is gone
   */
  default boolean trySend(Message message) {
    return trySend(message, SendOptions.defaults());
  }

  /** Sends a message in a chosen way, without waiting; otherwise like {@link #trySend(Message)}. */
  boolean trySend(Message message, SendOptions options);

  /**
   * Sends a message in fragments, as they are made (RFC 6455, 5.4). Other messages wait until it
   * has ended; control frames go between its fragments.
   *
   * <p>If the iterator throws, or this thread is interrupted, the peer has half a message that
   * nobody can end: the connection is closed with 1011.
   *
   * @param fragments all text, each without half a surrogate pair, or all binary; at least one
   * @throws IllegalArgumentException if there is none, or they are of both kinds
   */
  void sendFragments(Iterator<? extends Message> fragments);

  /** Begins a binary message, like {@link #beginBinary(SendOptions)}. */
  default OutputStream beginBinary() {
    return beginBinary(SendOptions.defaults());
  }

  /**
   * Begins a binary message and returns where to write it; it is sent in fragments of 16 KiB while
   * it is written, or whenever the stream is flushed (RFC 6455, 5.4). Closing the stream ends the
   * message: it must be closed, for other messages wait for that. A message that your code cannot
   * finish is ended by closing the stream as well, and its peer takes it for whole; where that
   * matters, close the connection instead.
   *
   * <p>Waits while another message is being sent in fragments. The stream throws an {@link
   * java.io.IOException} if the connection closes, with a {@link
   * io.hawser.error.ConnectionClosedException} as its cause.
   *
   * @throws io.hawser.error.ConnectionClosedException if the connection closes, or has closed
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; nothing was
   *     begun, the flag is set again
   */
  OutputStream beginBinary(SendOptions options);

  /** Begins a text message, like {@link #beginText(SendOptions)}. */
  default Writer beginText() {
    return beginText(SendOptions.defaults());
  }

  /** Begins a text message and returns where to write it; otherwise like {@link #beginBinary()}. */
  Writer beginText(SendOptions options);

  /**
   * About how many bytes wait to be sent: what is queued, and what the socket has not taken yet.
   */
  long queuedBytes();

  /** How many messages to this peer were dropped because it is slow, by {@link SlowConsumer}. */
  long droppedMessages();

  /**
   * Waits for the next message and returns it. Messages that came before the connection closed are
   * handed out first.
   *
   * @throws io.hawser.error.ConnectionClosedException if the connection has closed, cleanly or not
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; no message is
   *     lost, the flag is set again
   * @throws IllegalStateException if another thread is receiving, or a listener is called
   */
  Message receive();

  /**
   * Waits for the next message, at most {@code timeout}; otherwise like {@link #receive()}.
   *
   * @return empty if none came in time
   */
  Optional<Message> receive(Duration timeout);

  /**
   * Waits for the next message to begin, and returns it to be read while it comes. Where the
   * connection's builder was told {@code streamMessages()}, no more of it is held than what came
   * and was not read; elsewhere it has come whole.
   *
   * @throws io.hawser.error.ConnectionClosedException if the connection has closed, cleanly or not
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; no message is
   *     lost, the flag is set again
   * @throws IllegalStateException if another thread is receiving, or a message that was returned
   *     before is neither read to its end nor closed
   */
  MessageReader receiveStream();

  /**
   * Iterates over the messages to come, by {@link #receive()}: a clean close ends the iteration,
   * any other throws {@link io.hawser.error.ConnectionClosedException}.
   */
  @Override
  Iterator<Message> iterator();

  /**
   * Sends a Ping and waits for its Pong (RFC 6455, 5.5.2).
   *
   * <p>A peer that is silent for {@link Timeouts#pong()} is taken for dead: the connection is
   * closed with 1011. One that sends other things meanwhile is waited for.
   *
   * @return the time between the two
   * @throws io.hawser.error.ConnectionClosedException if the connection closes before
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; the connection
   *     stays usable, the flag is set again
   */
  Duration ping();

  /** How long Pings took to be answered; empty before the first was. */
  Optional<Latency> latency();

  /** Closes with 1000, like {@link #close(int, String)}. */
  @Override
  default void close() {
    close(1000, "");
  }

  /**
   * Closes the connection (RFC 6455, 7.1.2) and waits until it is closed: at most {@link
   * Timeouts#closing()}, then it is cut. Messages already sent go out first; messages that were not
   * received yet are dropped. Does not throw if the connection is closed or closing already, but
   * waits like the first call.
   *
   * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999
   * @param reason at most 123 bytes of UTF-8; may be empty
   * @throws IllegalArgumentException if a Close frame cannot carry code or reason
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; the closing goes
   *     on by itself, the flag is set again
   */
  void close(int code, String reason);

  /**
   * Begins to close like {@link #close(int, String)}, and does not wait; does nothing if the
   * connection is closing already.
   *
   * @throws IllegalArgumentException if a Close frame cannot carry code or reason
   */
  void startClosing(int code, String reason);

  /**
   * Calls something on another thread, and waits for it: for what would hold up an event loop that
   * carries this one ({@link Carrier#LOOP}), such as files, native code and long computations. With
   * other carriers it does the same, and is hardly needed. The thread is a platform thread, one of
   * at most 256 for all connections of this process.
   *
   * @return what the call returns
   * @throws Exception what the call throws
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; the other thread
   *     is interrupted then, the flag of this one is set again
   * @throws IllegalStateException on an event loop, which would wait for itself
   */
  <T extends @Nullable Object> T offload(Callable<T> call) throws Exception;

  /**
   * Has the connection's {@link WebSocketListener} called with so many messages more. Pings and
   * Pongs need not be asked for, but wait behind messages that came before them.
   *
   * @throws IllegalArgumentException unless positive
   * @throws IllegalStateException if the connection has no listener
   */
  void request(long messages);

  /** Whether neither endpoint has begun to close. */
  boolean isOpen();

  /** How the connection closed; empty before it has. */
  Optional<Closure> closure();

  /**
   * Returns a stage that completes, once, when the connection has closed and its socket with it;
   * what depends on it runs on a virtual thread. It never completes exceptionally.
   */
  CompletionStage<Closure> onClose();
}
