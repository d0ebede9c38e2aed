package io.hawser.protocol;

import io.hawser.extension.DeflateProfile;
import io.hawser.extension.MessageDeflater;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message as the frame that a server sends, header and all (RFC 6455, 5.2): encoded once for any
 * number of connections, since a server masks nothing. Immutable.
 */
public final class SharedFrame {
  private final byte[] bytes;
  private final @Nullable DeflateProfile profile;

  private SharedFrame(byte[] bytes, @Nullable DeflateProfile profile) {
    this.bytes = bytes;
    this.profile = profile;
  }

  /** Encodes a message as it is; any connection can send it. */
  public static SharedFrame of(Message message) {
    byte[] payload = message.bytes();
    int first = FrameEncoder.FIN | FrameEncoder.opcode(message);
    return new SharedFrame(frame(first, payload, payload.length), null);
  }

  /**
   * Encodes a message compressed, for the connections whose deflaters have this profile or one that
   * it {@linkplain DeflateProfile#fits fits}.
   */
  public static SharedFrame compressed(Message message, DeflateProfile profile) {
    byte[] payload = message.bytes();
    try (var buffer = new PayloadBuffer();
        MessageDeflater deflater = profile.deflater()) {
      deflater.deflate(payload, 0, payload.length, true, buffer::append);
      int first = FrameEncoder.FIN | Endpoint.RSV1 << 4 | FrameEncoder.opcode(message);
      return new SharedFrame(frame(first, buffer.array(), buffer.size()), profile);
    }
  }

  /** The whole frame, not a copy; do not write into it. */
  public byte[] bytes() {
    return bytes;
  }

  /** How it is compressed; null if it is not. */
  public @Nullable DeflateProfile profile() {
    return profile;
  }

  private static byte[] frame(int first, byte[] payload, int length) {
    ByteBuffer header = ByteBuffer.allocate(FrameEncoder.MAX_HEADER_BYTES);
    FrameEncoder.header(first, 0, length, header);
    int headerBytes = header.position();
    byte[] frame = new byte[headerBytes + length];
    header.get(0, frame, 0, headerBytes);
    System.arraycopy(payload, 0, frame, headerBytes, length);
    return frame;
  }
}
