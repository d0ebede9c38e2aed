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

  private static final byte[] NOTHING = {};
  private static final Closing OPEN = new Closing.Open();

  private final Role role;
  private final boolean masked;
  private final FrameHeader header;
  private final Assembler data;

  /** How large a message may be that is not read piece by piece; -1 if all are. */
  private final int wholeBytes;

  private Closing closing = OPEN;

  /** Whether the next byte begins a message, or a control frame outside of one. */
  private boolean between;

  // of the frame being read: bytes still to come, and the masking key turned to the next one
  private boolean inFrame;
  private long payloadLeft;
  private int key;

  // of the control frame being read: its payload, and how much of it came
  private byte[] control = NOTHING;
  private int controlSize;

  private byte @Nullable [] unanswered;

  /**
   * Begins an open connection, of which whole messages come.
   *
   * @param inflater null unless compression was negotiated; the caller closes it
   */
  public Endpoint(Role role, Limits limits, @Nullable MessageInflater inflater) {
    this(role, new MessageAssembler(limits, inflater), inflater != null, limits.maxMessageBytes());
  }

  private Endpoint(Role role, Assembler data, boolean inflates, int wholeBytes) {
    this.role = role;
    this.masked = role.peer().masks();
    this.wholeBytes = wholeBytes;
    this.between = wholeBytes >= 0;
    this.header = new FrameHeader(role, inflates ? RSV1 : 0);
    this.data = data;
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
    return new Endpoint(role, new FragmentAssembler(limits, inflater), inflater != null, -1);
  }

  /** How far the closing handshake is. */
  public Closing closing() {
    return closing;
  }

  /** Whether a message has begun to come, and not ended. */
  public boolean isInMessage() {
    return !between && data.isInMessage();
  }

  /** How much memory the message takes that has begun to come, in bytes. */
  public int heldBytes() {
    return between ? 0 : data.heldBytes();
  }

  /**
   * Consumes all of {@code in}, unless {@link Events#fragment} asks to stop: then what is left is
   * for the next call. What follows the end of the closing handshake is discarded.
   *
   * <p>An event may close or fail the connection, or take a Pong. What an event throws passes
   * through, and leaves the bytes behind its frame unread.
   */
  public void receive(ByteBuffer in, Events events) {
    while (isReading()) {
      if (between) {
        Message message = WholeFrame.take(in, masked, wholeBytes);
        if (message != null) {
          events.message(message);
          if (in.hasRemaining()) {
            continue;
          }
          return;
        }
      }
      boolean whole;
      @Nullable CloseReason closeReceived = null;
      between = false;
      try {
        whole = frame(in);
        if (whole) {
          if (header.opcode() == Opcode.CLOSE) {
            closeReceived = CloseFrames.parse(control);
          } else if (!header.opcode().isControl() && header.fin()) {
            data.end();
          }
        }
      } catch (ProtocolException e) {
        fail(e, CloseReason.of(e.code()), events);
        break;
      } catch (MessageTooBigException e) {
        fail(e, CloseReason.of(CloseCode.MESSAGE_TOO_BIG), events);
        break;
      }
      between = whole && wholeBytes >= 0 && !data.isInMessage();
      // outside of the try block: what an event throws is not the peer's doing
      if (closeReceived != null) {
        closeReceived(closeReceived, events);
      } else if (whole && header.opcode().isControl()) {
        pingOrPong(events);
      } else if (!data.deliver(events) && isReading()) {
        return;
      }
      if (!in.hasRemaining()) {
        return;
      }
    }
    // 1.4, 7.1.7: discarded
    in.position(in.limit());
  }

  /**
   * Begins the closing handshake; does nothing if a Close frame was sent before.
   *
   * @throws IllegalArgumentException never: a {@link CloseReason} can always be sent
   */
  public void close(CloseReason reason, Events events) {
    take(Closing.onClose(closing, reason), events);
  }

  /** Fails the connection for a reason that is not in the peer's bytes (RFC 6455, 7.1.7). */
  public void fail(CloseReason reason, Events events) {
    data.clear();
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

  /**
   * Consumes bytes, at most up to the end of a frame; returns whether it is whole. If not, data may
   * have come of it, and bytes may be left.
   */
  private boolean frame(ByteBuffer in) {
    if (!inFrame) {
      if (!header.read(in)) {
        return false;
      }
      begin();
    }
    return payload(in);
  }

  private void begin() {
    payloadLeft = header.payloadLength();
    key = header.maskingKey();
    if (header.opcode().isControl()) {
      // at most 125 bytes, as the header was judged
      control = new byte[(int) payloadLeft];
      controlSize = 0;
    } else {
      data.begin(header);
    }
    inFrame = true;
  }

  private boolean payload(ByteBuffer in) {
    int length = (int) Math.min(payloadLeft, in.remaining());
    int taken = length;
    if (header.opcode().isControl()) {
      in.get(control, controlSize, length);
      Masking.apply(control, controlSize, length, key);
      controlSize += length;
    } else if (length > 0) {
      taken = data.payload(in, length, payloadLeft, key);
    }
    payloadLeft -= taken;
    if (payloadLeft > 0) {
      key = Masking.rotate(key, taken);
      return false;
    }
    inFrame = false;
    return true;
  }

  private void pingOrPong(Events events) {
    byte[] payload = control;
    control = NOTHING;
    if (header.opcode() == Opcode.PONG) {
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
    control = NOTHING;
    data.clear();
    Closing.Step step = Closing.onCloseFrame(closing, received, role);
    // before the event: closing inside of it is too late
    closing = step.state();
    events.closeReceived(received);
    act(step, events);
  }

  private void fail(WebSocketException cause, CloseReason reason, Events events) {
    data.clear();
    Closing.Step step = Closing.onFailure(closing, reason);
    closing = step.state();
    events.failed(cause);
    act(step, events);
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
