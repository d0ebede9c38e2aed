package io.hawser.handshake;

import io.hawser.model.Headers;
import java.util.OptionalLong;

/** The length of a message's body as its headers announce it (RFC 9112, 6.3). */
final class ContentLength {
  private ContentLength() {}

  /**
   * Returns what {@code Content-Length} says, in bytes; as much as fits a {@code long}.
   *
   * @throws HeadFault if it is repeated or not a number, or stands beside {@code
   *     Transfer-Encoding}: two ways to read one message are what requests are smuggled by
   */
  static OptionalLong of(Headers headers) throws HeadFault {
    var values = headers.all("Content-Length");
    if (values.isEmpty()) {
      return OptionalLong.empty();
    }
    if (headers.contains("Transfer-Encoding")) {
      throw HeadFault.malformed("both Content-Length and Transfer-Encoding");
    }
    if (values.size() > 1) {
      throw HeadFault.malformed("repeated Content-Length");
    }
    return OptionalLong.of(number(values.get(0)));
  }

  private static long number(String value) throws HeadFault {
    if (value.isEmpty()) {
      throw HeadFault.malformed("bad Content-Length");
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw HeadFault.malformed("bad Content-Length");
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * number + digit;
    }
    return number;
  }
}
