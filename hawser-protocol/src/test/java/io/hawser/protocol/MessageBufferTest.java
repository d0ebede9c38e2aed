package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.MessageTooBigException;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory follows what came, not what was announced. */
class MessageBufferTest {
  private static final int LIMIT = 1 << 20;

  private final MessageBuffer buffer = new MessageBuffer();

  @Test
  void allocatesNothingForAnAnnouncement() {
    buffer.admit(LIMIT, LIMIT);
    assertThat(buffer.heldBytes()).isZero();
  }

  @Test
  void growsToAtMostTwiceWhatCame() {
    int came = 0;
    for (int size : new int[] {1, 1, 2, 100, 1, 4096, 3, 65_536, 1, 100_000, 1}) {
      append(size, -1);
      came += size;
      assertThat(buffer.size()).isEqualTo(came);
      assertThat(buffer.heldBytes()).isBetween(came, 2 * came);
    }
  }

  @Test
  void growsToAtMostTwiceWhatCameOfAKnownLengthToo() {
    int left = LIMIT;
    for (int size : new int[] {1, 1, 30_000, 50_000, 200_000, 1, 300_000, 467_571}) {
      append(size, left);
      left -= size;
      int came = LIMIT - left;
      assertThat(buffer.heldBytes()).isBetween(came, 2 * came);
    }
    assertThat(buffer.take(false).size()).isEqualTo(LIMIT - left);
  }

  @Test
  void endsInOneArrayForTheWholeMessageWithoutAnotherCopy() {
    append(60, 100);
    append(40, 40);
    byte[] array = buffer.array();
    assertThat(buffer.take(false).bytes()).isSameAs(array).hasSize(100);
  }

  @Test
  void keepsTheOrderOfWhatLiesInManyArrays() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    for (int step : new int[] {1, 777, 8192, 65_536, 70_000, 300_000}) {
      for (boolean known : new boolean[] {true, false}) {
        for (int at = 0; at < bytes.length; at += step) {
          append(
              ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)),
              known ? bytes.length - at : -1);
        }
        assertThat(buffer.take(false).bytes())
            .as("steps of %d, known: %b", step, known)
            .isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "131_072, 131_072, 1",
    "131_073, 131_073, 3",
    "300_000, 300_000, 5",
    "300_000, 777, 5",
    "262_144, 65_536, 4",
    "131_072, 777, 1"
  })
  void whatIsLargeLiesInSeveralArraysNoneOfThemEmpty(int size, int step, int arrays) {
    for (int at = 0; at < size; at += step) {
      append(ByteBuffer.allocate(Math.min(step, size - at)), size - at);
    }
    assertThat(buffer.take(false).parts())
        .hasSize(arrays)
        .allSatisfy(part -> assertThat(part.length).isBetween(1, Math.max(65_536, size / arrays)));
  }

  @Test
  void whatIsLargeAndOfUnknownLengthLiesInSeveralArraysTooNoneOfThemEmpty() {
    append(131_072, -1);
    assertThat(buffer.take(false).parts())
        .hasSize(2)
        .allSatisfy(part -> assertThat(part).hasSize(65_536));
  }

  @Test
  void growsNoFurtherThanTheLimit() {
    buffer.append(new byte[60], 0, 60, 100);
    assertThatThrownBy(() -> buffer.append(new byte[41], 0, 41, 100))
        .isInstanceOfSatisfying(
            MessageTooBigException.class,
            e -> {
              assertThat(e.bytes()).isEqualTo(101);
              assertThat(e.limitBytes()).isEqualTo(100);
            });
    buffer.append(new byte[40], 0, 40, 100);
    assertThat(buffer.take(false).size()).isEqualTo(100);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void keepsNothingWhenCleared() {
    append(200_000, -1);
    buffer.clear();
    assertThat(buffer.size()).isZero();
    assertThat(buffer.heldBytes()).isZero();
    assertThat(buffer.take(false).bytes()).isEmpty();
  }

  /** One byte a fragment, and the message is copied a few times only, not once a fragment. */
  @Test
  void fragmentsGrowTheBufferByDoubling() {
    byte[] wire = Wire.hex("02 01 61 " + "00 01 61 ".repeat(10_000) + "80 01 61");
    var header = new FrameHeader(Role.CLIENT, 0);
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

  private void append(int size, long left) {
    append(ByteBuffer.allocate(size), left);
  }

  private void append(ByteBuffer in, long left) {
    int start = in.position();
    while (in.hasRemaining()) {
      int done = in.position() - start;
      int room = buffer.reserve(in.remaining(), left < 0 ? -1 : left - done);
      buffer.append(in, room, 0);
    }
  }
}
