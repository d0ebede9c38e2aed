package io.hawser.protocol;

import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import java.nio.charset.StandardCharsets;

/** The payload of a Close frame (RFC 6455, 5.5.1). */
final class CloseFrames {
  private CloseFrames() {}

  static byte[] payload(CloseReason reason) {
    if (reason.code().equals(CloseCode.NO_STATUS_RECEIVED)) {
      return new byte[0];
    }
    byte[] text = reason.reason().getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (reason.code().value() >>> 8);
    payload[1] = (byte) reason.code().value();
    System.arraycopy(text, 0, payload, 2, text.length);
    return payload;
  }

  /**
   * Reads a received payload of at most 125 bytes.
   *
   * @throws ProtocolException if it is neither empty nor a code that may be sent and UTF-8
   */
  static CloseReason parse(byte[] payload) {
    if (payload.length == 0) {
      return CloseReason.NONE;
    }
    if (payload.length == 1) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "close frame with half a code");
    }
    int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    // 7.4: 1005, 1006 and 1015 are never sent; what is not registered nor 3000 to 4999 means
    // nothing
    if (!CloseCode.isSendable(code)) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "close code " + code);
    }
    var utf8 = new Utf8Validator();
    if (!utf8.accept(payload, 2, payload.length - 2) || !utf8.isComplete()) {
      throw new ProtocolException(CloseCode.INVALID_PAYLOAD, "close reason is not UTF-8");
    }
    String text = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    return CloseReason.of(code, text);
  }
}
