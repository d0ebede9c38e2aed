package io.hawser.protocol;

import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import io.hawser.model.Frame;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the header of one frame after another, whole or byte by byte, and judges it by itself (RFC
 * 6455, 5.2): what a frame means after the ones before it is not known here.
 */
final class FrameHeader {
  // big-endian, whatever the order of the buffer
  private static final VarHandle SHORT =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_BYTES = 14;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final boolean expectMask;
  private final int allowedRsv;

  // the first two bytes, or -1 while they have not both come
  private int firstByte = -1;
  private int secondByte = -1;
  // how many bytes of the extended length and of the masking key are missing
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
   * @throws ProtocolException as soon as a field that breaks a rule has come
   */
  boolean read(ByteBuffer in) {
    if (firstByte < 0 && in.remaining() >= MAX_BYTES) {
      readWhole(in);
      return true;
    }
    if (firstByte < 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      firstByte = in.get() & 0xFF;
      judgeFirst(firstByte);
    }
    if (secondByte < 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      secondByte = in.get() & 0xFF;
      judgeSecond(secondByte);
    }
    while (extendedMissing > 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      payloadLength = payloadLength << 8 | (in.get() & 0xFF);
      if (--extendedMissing == 0) {
        judgeExtended(secondByte);
      }
    }
    while (keyMissing > 0) {
      if (!in.hasRemaining()) {
        return false;
      }
      maskingKey = maskingKey << 8 | (in.get() & 0xFF);
      keyMissing--;
    }
    firstByte = -1;
    secondByte = -1;
    return true;
  }

  /** What {@link #read} does, for a header that cannot be cut: this is nearly every one. */
  private void readWhole(ByteBuffer in) {
    int at = in.position();
    int first = in.get(at) & 0xFF;
    judgeFirst(first);
    int second = in.get(at + 1) & 0xFF;
    judgeSecond(second);
    at += 2;
    if (extendedMissing > 0) {
      payloadLength =
          extendedMissing == 2 ? (short) SHORT.get(in, at) & 0xFFFFL : (long) LONG.get(in, at);
      at += extendedMissing;
      extendedMissing = 0;
      judgeExtended(second);
    }
    if (keyMissing > 0) {
      maskingKey = (int) INT.get(in, at);
      at += keyMissing;
      keyMissing = 0;
    }
    in.position(at);
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

  private void judgeFirst(int first) {
    Opcode known = Opcode.of(first);
    if (known == null) {
      // 5.2: reserved opcodes
      throw violation("reserved opcode " + Integer.toHexString(first & 0xF));
    }
    opcode = known;
    fin = (first & 0x80) != 0;
    rsv = first >>> 4 & 0x7;
    if ((rsv & ~allowedRsv) != 0) {
      // 5.2: must be 0 unless an extension gives them a meaning
      throw violation("reserved bit without an extension that uses it");
    }
    // 5.4, 5.5
    if (known.isControl() && !fin) {
      throw violation("fragmented control frame");
    }
    // RFC 7692, 6.1: only the first frame of a message says whether it is compressed
    if (rsv != 0 && (known.isControl() || known == Opcode.CONTINUATION)) {
      throw violation("reserved bit on a " + known + " frame");
    }
  }

  private void judgeSecond(int second) {
    boolean masked = (second & 0x80) != 0;
    if (masked != expectMask) {
      // 5.1
      throw violation(expectMask ? "client frame not masked" : "server frame masked");
    }
    keyMissing = masked ? 4 : 0;
    maskingKey = 0;
    int length = second & 0x7F;
    if (opcode.isControl() && length > Frame.MAX_CONTROL_PAYLOAD_BYTES) {
      // 5.5
      throw violation("control frame of more than 125 bytes");
    }
    extendedMissing = length == LENGTH_16 ? 2 : length == LENGTH_64 ? 8 : 0;
    payloadLength = extendedMissing == 0 ? length : 0;
  }

  private void judgeExtended(int second) {
    // 5.2: the most significant bit must be 0, and the shortest form must be used
    if (payloadLength < 0) {
      throw violation("payload length of 2^63 or more");
    }
    long shortest = (second & 0x7F) == LENGTH_16 ? LENGTH_16 : 0x1_0000;
    if (payloadLength < shortest) {
      throw violation("payload length not in its shortest form");
    }
  }

  private static ProtocolException violation(String rule) {
    return new ProtocolException(CloseCode.PROTOCOL_ERROR, rule);
  }
}
