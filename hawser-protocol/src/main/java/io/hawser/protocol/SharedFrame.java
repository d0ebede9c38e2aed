package io.hawser.protocol;

import io.hawser.extension.DeflateProfile;
import io.hawser.extension.MessageDeflater;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import java.util.List;
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
    int first = FrameEncoder.FIN | FrameEncoder.opcode(message);
    return new SharedFrame(frame(first, message.parts(), message.size()), null);
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
      return new SharedFrame(frame(first, List.of(buffer.array()), buffer.size()), profile);
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

  /** Returns the frame around the first {@code length} bytes. */
  private static byte[] frame(int first, List<byte[]> parts, int length) {
    ByteBuffer header = ByteBuffer.allocate(FrameEncoder.MAX_HEADER_BYTES);
    FrameEncoder.header(first, false, length, header);
    var frame = ByteBuffer.allocate(header.position() + length).put(header.flip());
    for (byte[] part : parts) {
      frame.put(part, 0, Math.min(part.length, frame.remaining()));
    }
    return frame.array();
  }
}
