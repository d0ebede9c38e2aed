package io.hawser.handshake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hawser.error.InvalidHeaderException;
import io.hawser.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Handshakes with strangers: nothing is thrown that is not declared, and where the network cuts the
 * bytes changes nothing. The corpus is in the resources.
 */
class HandshakeFuzzTest {
  /** The first byte says where to cut the others. */
  @FuzzTest(maxDuration = "60s")
  void server(byte[] bytes) {
    if (bytes.length > 0) {
      Strangers.callServer(behindFirst(bytes), 1 + (bytes[0] & 0xFF));
    }
  }

  /** The first byte says where to cut the others. */
  @FuzzTest(maxDuration = "60s")
  void client(byte[] bytes) {
    if (bytes.length > 0) {
      Strangers.answerClient(behindFirst(bytes), 1 + (bytes[0] & 0xFF));
    }
  }

  @FuzzTest(maxDuration = "60s")
  void extensions(byte[] bytes) {
    var value = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!Headers.isValue(value)) {
      return;
    }
    try {
      var offers = HeaderLists.extensions(Headers.of("Sec-WebSocket-Extensions", value));
      // what was read can be written, and is read as the same
      var written = String.join(",", offers.stream().map(Object::toString).toList());
      var again = HeaderLists.extensions(Headers.of("Sec-WebSocket-Extensions", written));
      if (!again.equals(offers)) {
        throw new AssertionError(offers + " was read as " + again);
      }
    } catch (InvalidHeaderException e) {
      // as declared
    }
  }

  @FuzzTest(maxDuration = "60s")
  void uri(byte[] bytes) {
    Strangers.connectTo(new String(bytes, StandardCharsets.UTF_8));
  }

  private static byte[] behindFirst(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }
}
