package io.hawser.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code Sec-WebSocket-Key} and the {@code Sec-WebSocket-Accept} that answers it. */
final class HandshakeKey {
  static final int BYTES = 16;

  /** RFC 6455, 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  // base64 of 16 bytes: 22 digits, the last of which carries two bits only, and two of padding
  private static final int LENGTH = 24;
  private static final int DIGITS = 22;

  private HandshakeKey() {}

  static String encode(byte[] random) {
    return Base64.getEncoder().encodeToString(random);
  }

  /**
   * Whether {@code key} is base64 of 16 bytes (4.2.1, number 5); looks at 24 characters at most.
   */
  static boolean isValid(String key) {
    if (key.length() != LENGTH || !key.endsWith("==")) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      if (!isDigit(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the proof that the server has read the handshake (4.2.2, number 5.4). */
  static String accept(String key) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1, which every Java platform must have, is missing", e);
    }
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
