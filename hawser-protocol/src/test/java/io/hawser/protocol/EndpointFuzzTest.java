package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Bytes of a hostile peer: nothing is thrown, all is consumed, and where the network cuts them
 * changes nothing. The corpus is in the resources; {@code JAZZER_FUZZ=1} looks for more.
 */
class EndpointFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void server(byte[] bytes) {
    receive(Role.SERVER, bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void client(byte[] bytes) {
    receive(Role.CLIENT, bytes);
  }

  /** The first byte says where to cut the others. */
  private static void receive(Role role, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    // small, so that a mutation reaches the limits
    Limits limits = Limits.defaults().withMaxMessageBytes(256).withMaxFragments(16);
    List<String> whole = events(role, limits, bytes, bytes.length - 1);
    assertThat(events(role, limits, bytes, 1 + (bytes[0] & 0xFF))).isEqualTo(whole);
  }

  private static List<String> events(Role role, Limits limits, byte[] bytes, int pieceBytes) {
    var endpoint = new Endpoint(role, limits, null);
    var events = new RecordedEvents();
    for (int at = 1; at < bytes.length; ) {
      int length = Math.min(Math.max(pieceBytes, 1), bytes.length - at);
      var in = ByteBuffer.wrap(bytes, at, length);
      endpoint.receive(in, events);
      assertThat(in.hasRemaining()).isFalse();
      at += length;
    }
    byte[] pong = endpoint.takePong();
    if (pong != null) {
      assertThat(pong).hasSizeLessThanOrEqualTo(125);
      assertThat(endpoint.closing()).isEqualTo(new Closing.Open());
    }
    return events.lines();
  }
}
