package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Bytes of a hostile peer: nothing is thrown, all is consumed, and where the network cuts them
 * changes nothing, whether messages or fragments come of them. The corpus is in the resources;
 * {@code JAZZER_FUZZ=1} looks for more.
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
    int cut = 1 + (bytes[0] & 0xFF);
    RecordedEvents whole = events(new Endpoint(role, limits, null), bytes, bytes.length - 1);
    assertThat(events(new Endpoint(role, limits, null), bytes, cut).lines())
        .isEqualTo(whole.lines());

    RecordedEvents fragments =
        events(Endpoint.ofFragments(role, limits, null), bytes, bytes.length - 1);
    RecordedEvents more = events(Endpoint.ofFragments(role, limits, null), bytes, cut);
    assertThat(more.lines()).isEqualTo(fragments.lines());
    // of what fails, more may have been handed on before the byte that does it
    String one = shown(fragments);
    String other = shown(more);
    assertThat(one.length() < other.length() ? other : one)
        .startsWith(one.length() < other.length() ? one : other);
    // what is too big for a message is not for fragments, nor are fragments behind so many bytes
    if (whole.lines().stream()
        .noneMatch(line -> line.startsWith("too big") || line.contains("too many fragments"))) {
      assertThat(fragments.lines()).isEqualTo(whole.lines());
    }
  }

  private static String shown(RecordedEvents events) {
    return HexFormat.of().formatHex(events.unfinished());
  }

  private static RecordedEvents events(Endpoint endpoint, byte[] bytes, int pieceBytes) {
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
    return events;
  }
}
