package io.hawser.protocol;

import io.hawser.model.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message that is one plain frame and all there, as nearly every small one is: without the
 * state that is kept for those that come in pieces, and for an idle connection is far from the
 * processor.
 *
 * <p>It judges nothing. Whatever is not exactly that is left to {@link FrameHeader} and its like.
 */
final class WholeFrame {
  private static final VarHandle SHORT =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The first byte of a whole message: fin, and no reserved bit (RFC 6455, 5.2). */
  private static final int TEXT = 0x81;

  private static final int BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;

  /**
   * Small payloads begin as copies of this, though each byte is written after. C2 zeroes a new
   * array by 512-bit stores and leaves the upper halves of the registers in use; from then on SSE
   * code, such as that of the JVM which resumes a virtual thread, is slow. A copy ends with their
   * release.
   */
  private static final byte[] ZEROS = new byte[Masking.SHORT_BYTES];

  private WholeFrame() {}

  /**
   * Takes the message that {@code in} begins with, or nothing.
   *
   * @param masked whether frames have to be
   * @param limitBytes how large a message may be
   * @return null if there is none that is whole and in order
   */
  static @Nullable Message take(ByteBuffer in, boolean masked, int limitBytes) {
    int at = in.position();
    int readable = in.limit() - at;
    if (readable < 4) {
      return null;
    }
    int first = in.get(at) & 0xFF;
    int second = (in.get(at + 1) & 0xFF) ^ (masked ? MASKED : 0);
    if ((first != TEXT && first != BINARY) || second > LENGTH_16) {
      return null;
    }
    int length = second;
    int header = 2;
    if (length == LENGTH_16) {
      length = (short) SHORT.get(in, at + 2) & 0xFFFF;
      header = 4;
    }
    int start = header + (masked ? Integer.BYTES : 0);
    if (length > limitBytes
        || readable < start + length
        // 5.2: the shortest form
        || (header == 4 && length < LENGTH_16)) {
      return null;
    }
    // what is larger is filled by a copy
    byte[] payload = length <= ZEROS.length ? Arrays.copyOf(ZEROS, length) : new byte[length];
    int key = masked ? (int) INT.get(in, at + header) : 0;
    in.position(at + start);
    boolean ascii = Masking.take(in, payload, 0, length, key);
    if (first == TEXT && !ascii && !Utf8Validator.isValid(payload)) {
      in.position(at);
      return null;
    }
    return first == TEXT ? Message.Text.ofValidUtf8(payload) : Message.binary(payload);
  }
}
