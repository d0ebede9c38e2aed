package io.hawser.protocol;

import io.hawser.extension.MessageDeflater;
import io.hawser.model.CloseReason;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an endpoint: messages and control frames to bytes (RFC 6455, 5.2 and 5.6).
 *
 * <p>Confined to one thread at a time; what it is given in order goes out in order.
 */
public final class FrameEncoder {
  /** Room for the longest header: two bytes, eight of length, four of masking key. */
  public static final int MAX_HEADER_BYTES = 14;

  /** A payload up to this size is copied beside its header; a larger one may go as it is. */
  private static final int COPY_BYTES = 16 * 1024;

  private static final int FIN = 0x80;

  private final boolean masks;
  private final MaskingKeys keys;
  private final @Nullable MessageDeflater deflater;

  /**
   * Begins an open connection.
   *
   * @param keys asked once a frame by a client, never by a server
   * @param deflater null unless compression was negotiated; the caller closes it
   */
  public FrameEncoder(Role role, MaskingKeys keys, @Nullable MessageDeflater deflater) {
    this.masks = role.masks();
    this.keys = keys;
    this.deflater = deflater;
  }

  /** Encodes a message as one frame. */
  public void message(Message message, FrameOutput out) {
    Opcode opcode = message instanceof Message.Text ? Opcode.TEXT : Opcode.BINARY;
    byte[] payload = message.bytes();
    if (deflater != null && deflater.compresses(payload.length)) {
      compressed(deflater, opcode, payload, out);
    } else {
      frame(FIN | opcode.code(), payload, payload.length, true, out);
    }
  }

  private void compressed(
      MessageDeflater deflater, Opcode opcode, byte[] payload, FrameOutput out) {
    var buffer = new PayloadBuffer(Integer.MAX_VALUE);
    buffer.borrow();
    try {
      deflater.deflate(payload, 0, payload.length, true, buffer::append);
      int first = FIN | Endpoint.RSV1 << 4 | opcode.code();
      frame(first, buffer.array(), buffer.size(), false, out);
    } finally {
      buffer.clear();
    }
  }

  /** Encodes a frame as it is. */
  public void frame(Frame frame, FrameOutput out) {
    int first = (frame.fin() ? FIN : 0) | frame.rsv() << 4 | frame.opcode().code();
    frame(first, frame.payload(), frame.payload().length, true, out);
  }

  /** Encodes a Close frame (5.5.1). */
  public void close(CloseReason reason, FrameOutput out) {
    byte[] payload = CloseFrames.payload(reason);
    frame(FIN | Opcode.CLOSE.code(), payload, payload.length, true, out);
  }

  /** Encodes a frame; if {@code ours}, nobody changes the payload until it is written. */
  private void frame(int first, byte[] payload, int length, boolean ours, FrameOutput out) {
    int key = masks ? keys.next() : 0;
    boolean asItIs = length > COPY_BYTES && !masks && ours;
    int beside = asItIs ? 0 : Math.min(length, COPY_BYTES);
    ByteBuffer buffer = out.reserve(MAX_HEADER_BYTES + beside);
    int start = buffer.position();
    header(first, length, key, buffer);
    put(payload, 0, beside, key, buffer);
    out.commit(buffer.position() - start);
    if (asItIs) {
      out.append(payload, 0, length);
      return;
    }
    // COPY_BYTES is a multiple of four: the key need not be turned
    for (int done = beside; done < length; ) {
      int size = Math.min(COPY_BYTES, length - done);
      ByteBuffer more = out.reserve(size);
      put(payload, done, size, key, more);
      out.commit(size);
      done += size;
    }
  }

  private void put(byte[] payload, int offset, int length, int key, ByteBuffer out) {
    if (masks) {
      Masking.put(payload, offset, length, key, out);
    } else {
      out.put(payload, offset, length);
    }
  }

  private void header(int first, int length, int key, ByteBuffer buffer) {
    int maskBit = masks ? 0x80 : 0;
    buffer.put((byte) first);
    // 5.2: the shortest form
    if (length < 126) {
      buffer.put((byte) (maskBit | length));
    } else if (length <= 0xFFFF) {
      buffer.put((byte) (maskBit | 126)).putShort((short) length);
    } else {
      buffer.put((byte) (maskBit | 127)).putLong(length);
    }
    if (masks) {
      buffer.putInt(key);
    }
  }
}
