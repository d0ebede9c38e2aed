package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.MessageInflater;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages handed on as they come (RFC 7692, 6.2). */
class ExpandedFragmentsTest {
  /** A block of DEFLATE that holds nothing (RFC 1951, 3.2.4). */
  private static final byte[] EMPTY_BLOCK = Wire.hex("00 00 00 FF FF");

  private static PerMessageDeflate deflate(Role role, boolean takeover) {
    return PerMessageDeflate.of(
        new DeflateParameters(!takeover, !takeover, 15, 15), DeflateSettings.forServers(), role);
  }

  private static byte[] encoded(Role sender, boolean takeover, List<Message> messages) {
    var out = CollectedOutput.heap();
    try (var deflater = deflate(sender, takeover).deflater()) {
      var encoder = new FrameEncoder(sender, () -> Wire.KEY, deflater);
      messages.forEach(message -> encoder.message(message, true, out));
    }
    return out.bytes();
  }

  private static List<String> received(
      Role role, boolean takeover, boolean fragments, List<byte[]> pieces) {
    try (var inflater = deflate(role, takeover).inflater()) {
      return RecordedEvents.of(endpoint(role, inflater, fragments), pieces);
    }
  }

  private static Endpoint endpoint(Role role, MessageInflater inflater, boolean fragments) {
    return fragments
        ? Endpoint.ofFragments(role, Limits.defaults(), inflater)
        : new Endpoint(role, Limits.defaults(), inflater);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everySplitGivesTheSameMessages(Role role) {
    var messages =
        List.of(
            Message.text("aé€😂".repeat(40)),
            Message.text(""),
            Message.binary(new byte[200_000]),
            Message.text("aé€😂".repeat(40)));
    for (boolean takeover : new boolean[] {true, false}) {
      byte[] wire = encoded(role.peer(), takeover, messages);
      List<String> expected = received(role, takeover, false, List.of(wire));
      assertThat(expected).hasSize(4);
      for (List<byte[]> pieces : Wire.everySplit(wire)) {
        assertThat(received(role, takeover, true, pieces)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void brokenDataFailsLikeAMessage(long seed) {
    var random = new Random(seed);
    byte[] intact =
        encoded(Role.SERVER, true, List.of(Message.text("aé€😂 and so on".repeat(100))));
    for (int i = 0; i < 500; i++) {
      byte[] wire = intact.clone();
      wire[4 + random.nextInt(wire.length - 4)] ^= (byte) (1 << random.nextInt(8));
      List<String> expected = received(Role.CLIENT, true, false, List.of(wire));
      var single = new ArrayList<byte[]>();
      for (byte b : wire) {
        single.add(new byte[] {b});
      }
      assertThat(received(Role.CLIENT, true, true, List.of(wire))).isEqualTo(expected);
      assertThat(received(Role.CLIENT, true, true, single))
          .isEqualTo(received(Role.CLIENT, true, false, single));
    }
  }

  @Test
  void textThatCompressesWellIsCutBetweenCharacters() {
    for (int shift = 0; shift < 4; shift++) {
      String text = "a".repeat(shift) + "😂".repeat(100_000);
      byte[] wire = encoded(Role.SERVER, false, List.of(Message.text(text)));
      try (var inflater = deflate(Role.CLIENT, false).inflater()) {
        var events = new RecordedEvents();
        var pieces = new StringBuilder();
        var endpoint = endpoint(Role.CLIENT, inflater, true);
        endpoint.receive(
            ByteBuffer.wrap(wire),
            new RecordedEvents() {
              @Override
              public boolean fragment(Fragment fragment) {
                pieces.append(fragment.text());
                return events.fragment(fragment);
              }
            });
        assertThat(pieces.toString()).isEqualTo(text);
      }
    }
  }

  @Test
  void whatExpandsToLittleIsNotCutSmall() {
    var noise = new byte[60_000];
    new Random(1).nextBytes(noise);
    byte[] wire = encoded(Role.SERVER, false, List.of(Message.binary(noise)));
    try (var inflater = deflate(Role.CLIENT, false).inflater()) {
      var sizes = new ArrayList<Integer>();
      endpoint(Role.CLIENT, inflater, true)
          .receive(ByteBuffer.wrap(wire), recordSizes(sizes, true));
      assertThat(sizes).containsExactly(60_000);
    }
  }

  @Test
  void aBombComesInPiecesAndStopsWhenAsked() {
    byte[] wire = encoded(Role.SERVER, false, List.of(Message.binary(new byte[50_000_000])));
    assertThat(wire).hasSizeLessThan(250_000);
    try (var inflater = deflate(Role.CLIENT, false).inflater()) {
      var endpoint = endpoint(Role.CLIENT, inflater, true);
      var in = ByteBuffer.wrap(wire);
      long total = 0;
      while (in.hasRemaining()) {
        var sizes = new ArrayList<Integer>();
        endpoint.receive(in, recordSizes(sizes, false));
        long step = sizes.stream().mapToLong(size -> size).sum();
        assertThat(step).isLessThanOrEqualTo((1 << 20) + (1 << 16));
        total += step;
      }
      assertThat(total).isEqualTo(50_000_000);
    }
  }

  private static RecordedEvents recordSizes(List<Integer> sizes, boolean goOn) {
    return new RecordedEvents() {
      @Override
      public boolean fragment(Fragment fragment) {
        assertThat(fragment.size()).isLessThanOrEqualTo(65_536);
        sizes.add(fragment.size());
        return goOn;
      }
    };
  }

  @Test
  void whatExpandsToNothingForLongFailsTheConnection() {
    try (var inflater = deflate(Role.CLIENT, false).inflater()) {
      var endpoint = endpoint(Role.CLIENT, inflater, true);
      var events = new RecordedEvents();
      endpoint.receive(ByteBuffer.wrap(Wire.hex("C2 7F 7FFFFFFFFFFFFFFF")), events);
      byte[] blocks = repeated(EMPTY_BLOCK, 65_535 / 5);
      // "a" in between, in a block of its own
      byte[] letter = Wire.hex("00 01 00 FE FF 61");
      for (int i = 0; i < 3; i++) {
        endpoint.receive(ByteBuffer.wrap(letter), events);
        endpoint.receive(ByteBuffer.wrap(blocks), events);
        assertThat(events.lines()).isEmpty();
      }
      assertThat(events.unfinished()).containsExactly('a', 'a', 'a');
      endpoint.receive(ByteBuffer.wrap(repeated(EMPTY_BLOCK, 2)), events);
      assertThat(events.lines())
          .containsExactly(
              "failed 1008 compressed data that expands to nothing", "write 1008", "end");
    }
  }

  private static byte[] repeated(byte[] block, int times) {
    var bytes = new byte[block.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(block, 0, bytes, i * block.length, block.length);
    }
    return bytes;
  }

  @Test
  void compressedFragmentsAreFlushedAsTheyCome() {
    var out = CollectedOutput.heap();
    try (var deflater = deflate(Role.SERVER, true).deflater();
        var inflater = deflate(Role.CLIENT, true).inflater()) {
      var encoder = new FrameEncoder(Role.SERVER, () -> 0, deflater);
      var endpoint = endpoint(Role.CLIENT, inflater, true);
      var seen = new ArrayList<Fragment>();
      var events =
          new RecordedEvents() {
            @Override
            public boolean fragment(Fragment fragment) {
              seen.add(fragment);
              return super.fragment(fragment);
            }
          };
      int read = 0;
      for (int i = 0; i < 20; i++) {
        var fragment = new Fragment(Message.text("piece " + i), i == 0, i == 19);
        encoder.fragment(fragment, true, out);
        byte[] all = out.bytes();
        endpoint.receive(ByteBuffer.wrap(Arrays.copyOfRange(all, read, all.length)), events);
        read = all.length;
        assertThat(seen).hasSize(i + 1).endsWith(fragment);
      }
    }
  }
}
