package io.hawser.protocol;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.nio.ByteBuffer;

/**
 * Reads frames that come in any pieces (RFC 6455, 5.2): data goes to an assembler, control frames
 * are kept whole. An endpoint has one while something has begun to come and not ended.
 */
final class FrameReader {
  private static final byte[] NOTHING = {};

  private final FrameHeader header;
  private final Assembler data;

  // of the frame being read: bytes still to come, and the masking key turned to the next one
  private boolean inFrame;
  private long payloadLeft;
  private int key;

  // of the control frame being read: its payload, and how much of it came
  private byte[] control = NOTHING;
  private int controlSize;

  /**
   * Reads frames sent to an endpoint of this role.
   *
   * @param inflates whether frames may say that they are compressed
   */
  FrameReader(Role role, Assembler data, boolean inflates) {
    this.header = new FrameHeader(role, inflates ? Endpoint.RSV1 : 0);
    this.data = data;
  }

  /**
   * Consumes bytes, at most up to the end of a frame; returns whether it is whole. If not, data may
   * have come of it, and bytes may be left.
   *
   * @throws ProtocolException as soon as a rule is broken
   * @throws MessageTooBigException as soon as it is known that the message will be too large
   */
  boolean read(ByteBuffer in) {
    if (!inFrame) {
      if (!header.read(in)) {
        return false;
      }
      begin();
    }
    if (!payload(in)) {
      return false;
    }
    if (header.fin() && !header.opcode().isControl()) {
      data.end();
    }
    return true;
  }

  /** Of the frame that was read, or is. */
  Opcode opcode() {
    return header.opcode();
  }

  /** Takes the payload of the control frame that was read. */
  byte[] control() {
    byte[] payload = control;
    control = NOTHING;
    return payload;
  }

  /** Whether a message has begun to come, and not ended. */
  boolean isInMessage() {
    return data.isInMessage();
  }

  /** How much memory the message takes that has begun to come. */
  int heldBytes() {
    return data.heldBytes();
  }

  /**
   * Hands on what has become of the data so far, if anything.
   *
   * @return false to let the bytes that follow wait
   */
  boolean deliver(Events events) {
    return data.deliver(events);
  }

  /** Drops the message being read, and what was not delivered. */
  void clear() {
    data.clear();
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
}
