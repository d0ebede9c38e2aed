package io.hawser.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One frame as the RFC draws it (RFC 6455, 5.2), without its masking key.
 *
 * @param fin whether this is the message's last fragment
 * @param rsv the three reserved bits, RSV1 highest: 0 to 7
 * @param payload owned by the frame, unmasked; do not write into it
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares contents
public record Frame(boolean fin, int rsv, Opcode opcode, byte[] payload) {
  /** Largest payload of a control frame, in bytes (5.5). */
  public static final int MAX_CONTROL_PAYLOAD_BYTES = 125;

  public Frame {
    if (rsv < 0 || rsv > 7) {
      throw new IllegalArgumentException("rsv: " + rsv + "; must be 0 to 7");
    }
    if (opcode.isControl() && payload.length > MAX_CONTROL_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "payload of a control frame: "
              + payload.length
              + " bytes; must be at most "
              + MAX_CONTROL_PAYLOAD_BYTES);
    }
    if (opcode.isControl() && !fin) {
      throw new IllegalArgumentException("fragmented control frame; must have FIN set");
    }
  }

  /** Returns a Ping frame. */
  public static Frame ping(byte[] payload) {
    return new Frame(true, 0, Opcode.PING, payload);
  }

  /** Returns a Pong frame. */
  public static Frame pong(byte[] payload) {
    return new Frame(true, 0, Opcode.PONG, payload);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frame frame
        && fin == frame.fin
        && rsv == frame.rsv
        && opcode == frame.opcode
        && Arrays.equals(payload, frame.payload);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(payload) + opcode.hashCode() + (fin ? 8 : 0) + rsv;
  }

  @Override
  public String toString() {
    return opcode + (fin ? "" : " (more follow)") + ", " + payload.length + " bytes";
  }
}
