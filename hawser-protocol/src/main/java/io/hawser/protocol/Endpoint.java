package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.error.WebSocketException;
import io.hawser.extension.MessageInflater;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of one endpoint of an open connection, and its closing handshake (RFC 6455, 5
 * and 7): bytes in, events out.
 *
 * <p>Confined to one thread at a time. Holds no buffer between messages. Hostile bytes never make
 * it throw: they end in {@link Events#failed}.
 */
public final class Endpoint {
  /** The reserved bit of a compressed message (RFC 7692, 6). */
  public static final int RSV1 = 4;

  private static final Closing OPEN = new Closing.Open();

  private final Role role;
  private final boolean masked;
  private final Limits limits;
  private final @Nullable MessageInflater inflater;

  /** Whether messages are handed on in fragments. */
  private final boolean streams;

  private Closing closing = OPEN;

  /** Null between whole messages: those that come in one piece never need it. */
  private @Nullable FrameReader frames;

  private byte @Nullable [] unanswered;

  /**
   * Begins an open connection, of which whole messages come.
   *
   * @param inflater null unless compression was negotiated; the caller closes it
   */
  public Endpoint(Role role, Limits limits, @Nullable MessageInflater inflater) {
    this(role, limits, inflater, false);
  }

  private Endpoint(Role role, Limits limits, @Nullable MessageInflater inflater, boolean streams) {
    this.role = role;
    this.masked = role.peer().masks();
    this.limits = limits;
    this.inflater = inflater;
    this.streams = streams;
  }

  /**
   * Begins an open connection, of which messages come in {@link Events#fragment fragments}: what of
   * them was read at a time, expanded if they are compressed, at most 64 KiB in each, and text cut
   * between characters. Messages may have any size, for nothing of them is kept.
   *
   * @param limits of which {@link Limits#maxFragments} counts anew after each {@link
   *     Limits#maxMessageBytes}, as those of a message of that size would
   * @param inflater null unless compression was negotiated; the caller closes it
   */
  public static Endpoint ofFragments(Role role, Limits limits, @Nullable MessageInflater inflater) {
    return new Endpoint(role, limits, inflater, true);
  }

  /** How far the closing handshake is. */
  public Closing closing() {
    return closing;
  }

  /** Whether a message has begun to come, and not ended. */
  public boolean isInMessage() {
    return frames != null && frames.isInMessage();
  }

  /** How much memory the message takes that has begun to come, in bytes. */
  public int heldBytes() {
    return frames == null ? 0 : frames.heldBytes();
  }

  /**
   * Consumes all of {@code in}, unless {@link Events#message} or {@link Events#fragment} asks to
   * stop: then what is left is for the next call. What follows the end of the closing handshake is
   * discarded.
   *
   * <p>An event may close or fail the connection, or take a Pong. What an event throws passes
   * through, and leaves the bytes behind its frame unread.
   */
  public void receive(ByteBuffer in, Events events) {
    while (isReading()) {
      FrameReader reader = frames;
      if (reader == null) {
        Message message = streams ? null : WholeFrame.take(in, masked, limits.maxMessageBytes());
        if (message != null) {
          // an event may have ended all reading: then the rest is discarded, wanted or not
          if ((events.message(message) || !isReading()) && in.hasRemaining()) {
            continue;
          }
          return;
        }
        reader = reader();
        frames = reader;
      }
      boolean whole;
      @Nullable CloseReason closeReceived = null;
      try {
        whole = reader.read(in);
        if (whole && reader.opcode() == Opcode.CLOSE) {
          closeReceived = CloseFrames.parse(reader.control());
        }
      } catch (ProtocolException e) {
        fail(e, CloseReason.of(e.code()), events);
        break;
      } catch (MessageTooBigException e) {
        fail(e, CloseReason.of(CloseCode.MESSAGE_TOO_BIG), events);
        break;
      }
      if (whole && !streams && !reader.isInMessage()) {
        frames = null;
      }
      // outside of the try block: what an event throws is not the peer's doing
      if (closeReceived != null) {
        closeReceived(closeReceived, events);
      } else if (whole && reader.opcode().isControl()) {
        pingOrPong(reader.opcode(), reader.control(), events);
      } else if (!reader.deliver(events) && isReading()) {
        return;
      }
      if (!in.hasRemaining()) {
        return;
      }
    }
    // 1.4, 7.1.7: discarded
    in.position(in.limit());
  }

  /** Begins the closing handshake; does nothing if a Close frame was sent before. */
  public void close(CloseReason reason, Events events) {
    take(Closing.onClose(closing, reason), events);
  }

  /** Fails the connection for a reason that is not in the peer's bytes (RFC 6455, 7.1.7). */
  public void fail(CloseReason reason, Events events) {
    drop();
    take(Closing.onFailure(closing, reason), events);
  }

  /**
   * Returns the payload of the newest Ping that has not been answered, once, or null. A caller that
   * cannot write for a while answers only the newest of several (5.5.3).
   */
  public byte @Nullable [] takePong() {
    byte[] payload = unanswered;
    unanswered = null;
    return payload;
  }

  private boolean isReading() {
    return closing instanceof Closing.Open || closing instanceof Closing.Sent;
  }

  private FrameReader reader() {
    Assembler data =
        streams ? new FragmentAssembler(limits, inflater) : new MessageAssembler(limits, inflater);
    return new FrameReader(role, data, inflater != null);
  }

  private void pingOrPong(Opcode opcode, byte[] payload, Events events) {
    if (opcode == Opcode.PONG) {
      events.pong(payload);
      return;
    }
    // 5.5.2: unless it already received a Close frame; nothing is sent behind our own either
    if (closing instanceof Closing.Open) {
      unanswered = payload;
    }
    events.ping(payload);
  }

  private void closeReceived(CloseReason received, Events events) {
    drop();
    Closing.Step step = Closing.onCloseFrame(closing, received, role);
    // before the event: closing inside of it is too late
    closing = step.state();
    events.closeReceived(received);
    act(step, events);
  }

  private void fail(WebSocketException cause, CloseReason reason, Events events) {
    drop();
    Closing.Step step = Closing.onFailure(closing, reason);
    closing = step.state();
    events.failed(cause);
    act(step, events);
  }

  /** Drops the message being read. */
  private void drop() {
    if (frames != null) {
      frames.clear();
    }
  }

  private void take(Closing.Step step, Events events) {
    closing = step.state();
    act(step, events);
  }

  private void act(Closing.Step step, Events events) {
    for (Closing.Action action : step.actions()) {
      switch (action) {
        case Closing.Action.WriteClose(CloseReason reason) -> {
          unanswered = null;
          events.writeClose(reason);
        }
        case Closing.Action.EndStream end -> events.endStream();
      }
    }
  }
}
