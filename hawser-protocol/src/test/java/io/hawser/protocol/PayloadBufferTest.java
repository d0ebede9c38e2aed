package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.MessageTooBigException;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** Memory follows what came, not what was announced. */
class PayloadBufferTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void allocatesNothingForAnAnnouncement() {
    var buffer = new PayloadBuffer(LIMIT);
    buffer.admit(LIMIT);
    assertThat(buffer.array()).isEmpty();
  }

  @Test
  void growsToAtMostTwiceWhatCame() {
    var buffer = new PayloadBuffer(LIMIT);
    int came = 0;
    for (int size : new int[] {1, 1, 2, 100, 1, 4096, 3, 65_536, 1}) {
      append(buffer, size, LIMIT);
      came += size;
      assertThat(buffer.array().length).isBetween(came, 2 * came);
    }
  }

  @Test
  void growsNoFurtherThanTheMessage() {
    var buffer = new PayloadBuffer(LIMIT);
    append(buffer, 60, 100);
    assertThat(buffer.array()).hasSize(100);
    append(buffer, 40, 40);
    byte[] array = buffer.array();
    assertThat(buffer.take()).isSameAs(array);
  }

  @Test
  void growsNoFurtherThanTheLimit() {
    var buffer = new PayloadBuffer(100);
    buffer.append(new byte[60], 0, 60);
    assertThat(buffer.array()).hasSize(100);
    assertThatThrownBy(() -> buffer.append(new byte[41], 0, 41))
        .isInstanceOfSatisfying(
            MessageTooBigException.class,
            e -> {
              assertThat(e.bytes()).isEqualTo(101);
              assertThat(e.limitBytes()).isEqualTo(100);
            });
    buffer.append(new byte[40], 0, 40);
    assertThat(buffer.take()).hasSize(100);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void keepsNothingWhenCleared() {
    var buffer = new PayloadBuffer(LIMIT);
    buffer.append(new byte[60], 0, 60);
    buffer.clear();
    assertThat(buffer.size()).isZero();
    assertThat(buffer.array()).isEmpty();
    assertThat(buffer.take()).isEmpty();
  }

  /** One byte a fragment, and the message is copied a few times only, not once a fragment. */
  @Test
  void fragmentsGrowTheBufferByDoubling() {
    byte[] wire = Wire.hex("02 01 61 " + "00 01 61 ".repeat(10_000) + "80 01 61");
    var header = new FrameHeader(Role.CLIENT, 0);
    var buffer = new PayloadBuffer(LIMIT);
    var messages = new MessageAssembler(Limits.defaults(), null, buffer);
    var in = ByteBuffer.wrap(wire);
    var sizes = new HashSet<Integer>();
    while (header.read(in)) {
      messages.begin(header);
      messages.payload(in, 1, 1, 0);
      sizes.add(buffer.array().length);
    }
    assertThat(sizes).hasSizeLessThan(20);
    messages.end();
    var events = new RecordedEvents();
    messages.deliver(events);
    assertThat(events.lines()).singleElement().asString().startsWith("binary 10002 bytes");
  }

  @Test
  void anEndpointSurvivesAnAnnouncedMaximumAtTheLargestLimit() {
    var endpoint =
        new Endpoint(Role.CLIENT, Limits.defaults().withMaxMessageBytes(Integer.MAX_VALUE), null);
    var events = new RecordedEvents();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("82 7F 000000007FFFFFF0 0102")), events);
    assertThat(events.lines()).isEmpty();
  }

  private static void append(PayloadBuffer buffer, int size, long atMost) {
    buffer.reserve(size, atMost);
    buffer.append(ByteBuffer.allocate(size), size);
  }
}
