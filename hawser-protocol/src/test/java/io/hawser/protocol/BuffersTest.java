package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Message;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An endpoint reads whatever kind of buffer a transport has. */
class BuffersTest {
  private static final String FRAMES =
      "82 7E 0102 AB*258 81 05 48656C6C6F 89 03 010203 01 01 61 80 02 6263 82 7F 0000000000010001"
          + " 5A*65537 88 02 03E8";

  static Stream<Named<UnaryOperator<ByteBuffer>>> kinds() {
    return Stream.of(
        Named.of("heap", bytes -> bytes),
        Named.of("direct", BuffersTest::direct),
        Named.of("read-only", ByteBuffer::asReadOnlyBuffer),
        Named.of("read-only direct", bytes -> direct(bytes).asReadOnlyBuffer()),
        Named.of("little-endian", bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN)),
        Named.of("little-endian direct", bytes -> direct(bytes).order(ByteOrder.LITTLE_ENDIAN)),
        Named.of("slice", BuffersTest::slice),
        Named.of("slice, direct", bytes -> slice(direct(bytes))),
        Named.of("with room behind its limit", BuffersTest::roomBehind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsAnyKindOfBuffer(UnaryOperator<ByteBuffer> kind) {
    for (Role role : Role.values()) {
      byte[] wire = Wire.sentTo(role, FRAMES);
      List<String> expected = RecordedEvents.of(role, List.of(wire));
      for (List<byte[]> pieces : Wire.everySplit(wire).subList(0, 60)) {
        var endpoint = new Endpoint(role, Limits.defaults(), null);
        var events = new RecordedEvents();
        for (byte[] piece : pieces) {
          ByteBuffer in = kind.apply(ByteBuffer.wrap(piece));
          ByteOrder order = in.order();
          int limit = in.limit();
          endpoint.receive(in, events);
          assertThat(in.hasRemaining()).isFalse();
          assertThat(in.limit()).isEqualTo(limit);
          assertThat(in.order()).isEqualTo(order);
        }
        assertThat(events.lines()).isEqualTo(expected);
      }
    }
  }

  @Test
  void keepsNothingOfTheBuffer() {
    byte[] wire = Wire.hex("82 03 010203 89 01 04");
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    var events =
        new RecordedEvents() {
          private byte[] bytes = {};

          @Override
          public boolean message(Message message) {
            bytes = message.bytes();
            return true;
          }
        };
    endpoint.receive(ByteBuffer.wrap(wire), events);
    Arrays.fill(wire, (byte) 0);
    assertThat(events.bytes).containsExactly(1, 2, 3);
    assertThat(endpoint.takePong()).containsExactly(4);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void stopsBehindAMessageWhenAskedAndGoesOnLater(Role role) {
    var endpoint = new Endpoint(role, Limits.defaults(), null);
    var events =
        new RecordedEvents() {
          @Override
          public boolean message(Message message) {
            super.message(message);
            return false;
          }
        };
    // plain, in fragments, and plain again; a Ping does not stop it
    var in = ByteBuffer.wrap(Wire.sentTo(role, "81 01 61 01 01 62 89 00 80 01 63 82 00 89 01 64"));
    endpoint.receive(in, events);
    assertThat(events.lines()).containsExactly("text a");
    endpoint.receive(in, events);
    assertThat(events.lines()).containsExactly("text a", "ping", "text bc");
    endpoint.receive(in, events);
    assertThat(events.lines()).endsWith("binary ");
    assertThat(in.remaining()).isEqualTo(role == Role.SERVER ? 7 : 3);
    endpoint.receive(in, events);
    assertThat(events.lines()).endsWith("binary ", "ping 64");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void leavesTheBytesAsTheyAre() {
    byte[] wire = Wire.sentTo(Role.SERVER, FRAMES);
    byte[] before = wire.clone();
    RecordedEvents.of(Role.SERVER, List.of(wire));
    assertThat(wire).isEqualTo(before);
  }

  @Test
  void anEmptyBufferIsNothing() {
    var endpoint = new Endpoint(Role.SERVER, Limits.defaults(), null);
    var events = new RecordedEvents();
    endpoint.receive(ByteBuffer.allocate(0), events);
    assertThat(events.lines()).isEmpty();
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  private static ByteBuffer slice(ByteBuffer bytes) {
    ByteBuffer room =
        bytes.isDirect()
            ? ByteBuffer.allocateDirect(bytes.remaining() + 5)
            : ByteBuffer.allocate(bytes.remaining() + 5);
    return room.position(5).put(bytes).flip().position(5).slice();
  }

  private static ByteBuffer roomBehind(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining() + 64).put(bytes).flip();
  }
}
