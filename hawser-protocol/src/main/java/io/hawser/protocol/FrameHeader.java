package io.hawser.protocol;

import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import io.hawser.model.Frame;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.nio.ByteBuffer;

/**
 * Reads the header of one frame after another, whole or byte by byte, and judges it by itself (RFC
 * 6455, 5.2): what a frame means after the ones before it is not known here.
 */
final class FrameHeader {
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final boolean expectMask;
  private final int allowedRsv;

  // the first two bytes, or -1 while they have not both come
  private int firstByte = -1;
  private int secondByte = -1;
  // what came of extended length and masking key, and how many bytes of them are missing
  private long extended;
  private int extendedMissing;
  private int keyMissing;

  private boolean fin;
  private int rsv;
  private Opcode opcode = Opcode.CONTINUATION;
  private long payloadLength;
  private int maskingKey;

  /**
   * Reads frames sent to an endpoint of this role.
   *
   * @param allowedRsv the reserved bits that negotiated extensions use
   */
  FrameHeader(Role role, int allowedRsv) {
    // 5.1: a client masks its frames, a server does not
    this.expectMask = role.peer().masks();
    this.allowedRsv = allowedRsv;
  }

  /**
   * Consumes bytes of a header; returns whether it is whole. After true, the accessors describe the
   * frame and the next call begins the next header.
   *
   * @throws ProtocolException at the first byte that breaks a rule
   */
  boolean read(ByteBuffer in) {
    if (firstByte < 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      firstByte = in.get() & 0xFF;
      judgeFirst();
    }
    if (secondByte < 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      secondByte = in.get() & 0xFF;
      judgeSecond();
    }
    while (extendedMissing > 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      extended = extended << 8 | (in.get() & 0xFF);
      if (--extendedMissing == 0) {
        judgeExtended();
      }
    }
    while (keyMissing > 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      maskingKey = maskingKey << 8 | (in.get() & 0xFF);
      keyMissing--;
    }
    fin = (firstByte & 0x80) != 0;
    rsv = firstByte >>> 4 & 0x7;
    firstByte = -1;
    secondByte = -1;
    return true;
  }

  boolean fin() {
    return fin;
  }

  int rsv() {
    return rsv;
  }

  Opcode opcode() {
    return opcode;
  }

  /** Declared by the peer: nothing may be allocated by it. */
  long payloadLength() {
    return payloadLength;
  }

  /** Zero where frames are not masked. */
  int maskingKey() {
    return maskingKey;
  }

  private void judgeFirst() {
    Opcode known = Opcode.of(firstByte);
    if (known == null) {
      // 5.2: reserved opcodes
      throw violation("reserved opcode " + Integer.toHexString(firstByte & 0xF));
    }
    opcode = known;
    int bits = firstByte >>> 4 & 0x7;
    if ((bits & ~allowedRsv) != 0) {
      // 5.2: must be 0 unless an extension gives them a meaning
      throw violation("reserved bit without an extension that uses it");
    }
    // 5.4, 5.5
    if (known.isControl() && (firstByte & 0x80) == 0) {
      throw violation("fragmented control frame");
    }
    // RFC 7692, 6.1: only the first frame of a message says whether it is compressed
    if (bits != 0 && (known.isControl() || known == Opcode.CONTINUATION)) {
      throw violation("reserved bit on a " + known + " frame");
    }
  }

  private void judgeSecond() {
    boolean masked = (secondByte & 0x80) != 0;
    if (masked != expectMask) {
      // 5.1
      throw violation(expectMask ? "client frame not masked" : "server frame masked");
    }
    keyMissing = masked ? 4 : 0;
    maskingKey = 0;
    int length = secondByte & 0x7F;
    if (opcode.isControl() && length > Frame.MAX_CONTROL_PAYLOAD_BYTES) {
      // 5.5
      throw violation("control frame of more than 125 bytes");
    }
    extended = 0;
    payloadLength = length;
    extendedMissing = length == LENGTH_16 ? 2 : length == LENGTH_64 ? 8 : 0;
  }

  private void judgeExtended() {
    // 5.2: the most significant bit must be 0, and the shortest form must be used
    if (extended < 0) {
      throw violation("payload length of 2^63 or more");
    }
    boolean shortest = (secondByte & 0x7F) == LENGTH_16 ? extended >= LENGTH_16 : extended > 0xFFFF;
    if (!shortest) {
      throw violation("payload length not in its shortest form");
    }
    payloadLength = extended;
  }

  private static ProtocolException violation(String rule) {
    return new ProtocolException(CloseCode.PROTOCOL_ERROR, rule);
  }
}
