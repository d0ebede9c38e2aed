package io.hawser.protocol;

import io.hawser.extension.DeflateProfile;
import io.hawser.extension.MessageDeflater;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
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

  static final int FIN = 0x80;

  private final boolean masks;
  private final MaskingKeys keys;
  private final @Nullable MessageDeflater deflater;

  // of the message being sent in fragments, if any; what compresses it, if anything
  private boolean inMessage;
  private @Nullable MessageDeflater compressing;

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

  /** Whether a message in fragments has begun, and not ended. */
  public boolean isInMessage() {
    return inMessage;
  }

  /** Encodes a message as one frame, compressed if that was negotiated and it is long enough. */
  public void message(Message message, FrameOutput out) {
    message(message, null, out);
  }

  /**
   * Encodes a message as one frame.
   *
   * @param compressed whether to compress it, if that was negotiated; null if its size is to decide
   * @throws IllegalStateException in the middle of a message in fragments
   */
  public void message(Message message, @Nullable Boolean compressed, FrameOutput out) {
    requireMessage(false);
    MessageDeflater choice = deflaterFor(message.size(), compressed);
    if (choice == null) {
      frame(FIN | opcode(message), message, out);
    } else {
      compressed(choice, opcode(message), message.bytes(), true, true, out);
    }
  }

  /**
   * Encodes a fragment of a message as one frame (5.4). Other messages must wait until the last
   * one; control frames need not.
   *
   * @param compressed of the first fragment, whether to compress the message, as in {@link
   *     #message(Message, Boolean, FrameOutput)}: null if the fragment's size is to decide. Of no
   *     meaning later
   * @throws IllegalStateException if {@code fragment} begins a message inside of another, or goes
   *     on with none
   */
  public void fragment(Fragment fragment, @Nullable Boolean compressed, FrameOutput out) {
    requireMessage(!fragment.first());
    Message piece = fragment.piece();
    if (fragment.first()) {
      compressing = deflaterFor(piece.size(), compressed);
    } else if (piece.size() == 0 && !fragment.last()) {
      // says nothing, and peers count them
      return;
    }
    int opcode = fragment.first() ? opcode(piece) : Opcode.CONTINUATION.code();
    boolean last = fragment.last();
    if (compressing == null) {
      frame((last ? FIN : 0) | opcode, piece, out);
    } else {
      compressed(compressing, opcode, piece.bytes(), fragment.first(), last, out);
    }
    inMessage = !last;
  }

  /**
   * Encodes a message that is shared with other connections, whose frame is encoded already. What
   * is compressed later refers to nothing before it.
   *
   * @throws IllegalStateException if this endpoint is a client, whose frames must differ (5.3), or
   *     in the middle of a message in fragments
   * @throws IllegalArgumentException if the frame is compressed in a way that was not negotiated
   */
  public void shared(SharedFrame frame, FrameOutput out) {
    if (masks) {
      throw new IllegalStateException("shared frame from a client; expected a server");
    }
    requireMessage(false);
    DeflateProfile profile = frame.profile();
    if (profile != null) {
      if (deflater == null || !profile.fits(deflater.profile())) {
        throw new IllegalArgumentException(
            "shared frame of %s; expected what was agreed on: %s"
                .formatted(profile, deflater == null ? "none" : deflater.profile()));
      }
      deflater.forget();
    }
    out.append(frame);
  }

  /**
   * Returns how a message that is shared with other connections is to be compressed for this one,
   * or null if it is not. Safe from any thread.
   *
   * @param compressed as in {@link #message(Message, Boolean, FrameOutput)}
   */
  public @Nullable DeflateProfile profileFor(int payloadBytes, @Nullable Boolean compressed) {
    MessageDeflater choice = deflaterFor(payloadBytes, compressed);
    return choice == null ? null : choice.profile();
  }

  private @Nullable MessageDeflater deflaterFor(int payloadBytes, @Nullable Boolean compressed) {
    if (deflater == null) {
      return null;
    }
    boolean compress = compressed == null ? deflater.compresses(payloadBytes) : compressed;
    return compress ? deflater : null;
  }

  private void requireMessage(boolean expected) {
    if (inMessage != expected) {
      // 5.4: the fragments of one message are not interleaved with another's
      throw new IllegalStateException(
          inMessage
              ? "new message inside a fragmented one; expected its next fragment"
              : "fragment without a message; expected its first");
    }
  }

  private void compressed(
      MessageDeflater deflater,
      int opcode,
      byte[] payload,
      boolean first,
      boolean last,
      FrameOutput out) {
    try (var buffer = new PayloadBuffer()) {
      deflater.deflate(payload, 0, payload.length, last, buffer::append);
      // RFC 7692, 6: the first frame says whether the message is compressed
      int rsv = first ? Endpoint.RSV1 << 4 : 0;
      frame((last ? FIN : 0) | rsv | opcode, buffer.array(), buffer.size(), out);
    }
  }

  static int opcode(Message message) {
    return (message instanceof Message.Text ? Opcode.TEXT : Opcode.BINARY).code();
  }

  /** Encodes a frame as it is. */
  public void frame(Frame frame, FrameOutput out) {
    int first = (frame.fin() ? FIN : 0) | frame.rsv() << 4 | frame.opcode().code();
    frame(first, frame.payload(), frame.payload().length, out);
  }

  /** Encodes a Close frame (5.5.1). */
  public void close(CloseReason reason, FrameOutput out) {
    byte[] payload = CloseFrames.payload(reason);
    frame(FIN | Opcode.CLOSE.code(), payload, payload.length, out);
  }

  /** Encodes a frame around what nobody changes until it is written. */
  private void frame(int first, Message payload, FrameOutput out) {
    int length = payload.size();
    if (length <= COPY_BYTES) {
      frame(first, payload.bytes(), length, out);
      return;
    }
    int key = masks ? keys.next() : 0;
    ByteBuffer buffer = out.reserve(MAX_HEADER_BYTES);
    int start = buffer.position();
    header(first, length, key, buffer);
    out.commit(buffer.position() - start);
    if (!masks) {
      out.append(payload.parts());
      return;
    }
    for (byte[] part : payload.parts()) {
      copy(part, 0, part.length, key, out);
      key = Masking.rotate(key, part.length);
    }
  }

  /** Encodes a frame around a copy of its payload. */
  private void frame(int first, byte[] payload, int length, FrameOutput out) {
    int key = masks ? keys.next() : 0;
    int beside = Math.min(length, COPY_BYTES);
    ByteBuffer buffer = out.reserve(MAX_HEADER_BYTES + beside);
    int start = buffer.position();
    header(first, length, key, buffer);
    put(payload, 0, beside, key, buffer);
    out.commit(buffer.position() - start);
    copy(payload, beside, length - beside, key, out);
  }

  private void copy(byte[] payload, int offset, int length, int key, FrameOutput out) {
    // COPY_BYTES is a multiple of four: the key need not be turned
    for (int done = 0; done < length; done += COPY_BYTES) {
      int size = Math.min(COPY_BYTES, length - done);
      ByteBuffer buffer = out.reserve(size);
      put(payload, offset + done, size, key, buffer);
      out.commit(size);
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
    header(first, masks, length, buffer);
    if (masks) {
      buffer.putInt(key);
    }
  }

  /** Puts a header, up to the masking key that follows if the frame is {@code masked}. */
  static void header(int first, boolean masked, int length, ByteBuffer buffer) {
    int maskBit = masked ? 0x80 : 0;
    buffer.put((byte) first);
    // 5.2: the shortest form
    if (length < 126) {
      buffer.put((byte) (maskBit | length));
    } else if (length <= 0xFFFF) {
      buffer.put((byte) (maskBit | 126)).putShort((short) length);
    } else {
      buffer.put((byte) (maskBit | 127)).putLong(length);
    }
  }
}
