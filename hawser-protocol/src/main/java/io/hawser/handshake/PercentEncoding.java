package io.hawser.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent signs in URIs (RFC 3986, 2.1). What breaks a rule is an {@link IllegalArgumentException}
 * whose message is what was expected.
 */
public final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What a path or a query holds as it is; RFC 3986 would not have the last three, but all do. */
  private static final String PATH_AND_QUERY = "/?:@!$&'()*+,;=[]|";

  private PercentEncoding() {}

  /** Encodes what is beyond ASCII, as UTF-8 (RFC 3987, 3.1), and mends nothing else. */
  static String ofPathAndQuery(String text) {
    var encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int end = endOfNonAscii(text, i);
      if (end > i) {
        for (byte b : utf8(text.substring(i, end))) {
          HEX.toHexDigits(encoded.append('%'), b);
        }
        i = end;
        continue;
      }
      char c = text.charAt(i);
      if (c == '%') {
        escaped(text, i); // must be one
      } else if (!isUnreserved(c) && PATH_AND_QUERY.indexOf(c) < 0) {
        throw new IllegalArgumentException(
            "expected U+%04X to be percent-encoded".formatted((int) c));
      }
      encoded.append(c);
      i++;
    }
    return encoded.toString();
  }

  /**
   * Decodes to text, as UTF-8.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits,
   *     or the bytes are not UTF-8
   */
  public static String decode(String encoded) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); ) {
      if (encoded.charAt(i) == '%') {
        bytes.write(escaped(encoded, i));
        i += 3;
      } else {
        int end = encoded.indexOf('%', i);
        end = end < 0 ? encoded.length() : end;
        bytes.writeBytes(utf8(encoded.substring(i, end)));
        i = end;
      }
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected UTF-8 behind percent signs", e);
    }
  }

  /** Whether {@code c} may stand anywhere (RFC 3986, 2.3). */
  static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  static boolean isHexDigit(char c) {
    return c < 0x80 && HexFormat.isHexDigit(c);
  }

  private static int escaped(String text, int percent) {
    if (percent + 2 >= text.length()
        || !isHexDigit(text.charAt(percent + 1))
        || !isHexDigit(text.charAt(percent + 2))) {
      throw new IllegalArgumentException("expected two hexadecimal digits behind %");
    }
    return HexFormat.fromHexDigits(text, percent + 1, percent + 3);
  }

  private static int endOfNonAscii(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= 0x80) {
      end++;
    }
    return end;
  }

  private static byte[] utf8(String text) {
    try {
      var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected no lone surrogate", e);
    }
  }
}
