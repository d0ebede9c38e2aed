package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateProfile;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages sent in fragments (RFC 6455, 5.4; RFC 7692, 6.1), and those sent among them. */
class OutgoingFragmentsTest {
  private final CollectedOutput out = CollectedOutput.heap();

  private static Fragment text(String text, boolean first, boolean last) {
    return new Fragment(Message.text(text), first, last);
  }

  private static Fragment binary(byte[] bytes, boolean first, boolean last) {
    return new Fragment(Message.binary(bytes), first, last);
  }

  private static FrameEncoder plain(Role role) {
    return new FrameEncoder(role, () -> Wire.KEY, null);
  }

  private static PerMessageDeflate deflate(Role role, boolean takeover, int windowBits) {
    var parameters = new DeflateParameters(!takeover, !takeover, windowBits, windowBits);
    return PerMessageDeflate.of(parameters, DeflateSettings.forServers(), role);
  }

  private static FrameEncoder compressing(Role role) {
    return new FrameEncoder(role, () -> Wire.KEY, deflate(role, false, 15).deflater());
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(
            "text, then continuation, FIN on the last",
            new Fragment[] {
              text("a", true, false), text("b", false, false), text("c", false, true)
            },
            "01 01 61 00 01 62 80 01 63"),
        arguments(
            "binary",
            new Fragment[] {
              binary(Wire.hex("01"), true, false), binary(Wire.hex("02"), false, true)
            },
            "02 01 01 80 01 02"),
        arguments("one that is all", new Fragment[] {text("é", true, true)}, "81 02 C3A9"),
        arguments(
            "an empty first and an empty last",
            new Fragment[] {text("", true, false), text("a", false, false), text("", false, true)},
            "01 00 00 01 61 80 00"),
        arguments(
            "empty ones between are not sent",
            new Fragment[] {
              text("a", true, false),
              text("", false, false),
              text("", false, false),
              text("b", false, true)
            },
            "01 01 61 80 01 62"));
  }

  @ParameterizedTest(name = "5.4 {0}")
  @MethodSource("rows")
  void writes(String rule, Fragment[] fragments, String hex) {
    for (Role role : Role.values()) {
      var written = CollectedOutput.direct();
      FrameEncoder encoder = plain(role);
      for (int i = 0; i < 2; i++) {
        for (Fragment fragment : fragments) {
          // asked for, but not negotiated
          encoder.fragment(fragment, true, written);
        }
      }
      assertThat(written.bytes()).isEqualTo(Wire.sentTo(role.peer(), hex + " " + hex));
    }
  }

  @Test
  void controlFramesPassBetweenFragments() {
    FrameEncoder encoder = plain(Role.SERVER);
    encoder.fragment(text("a", true, false), null, out);
    encoder.frame(Frame.ping(new byte[0]), out);
    encoder.fragment(text("b", false, true), null, out);
    assertThat(out.bytes()).isEqualTo(Wire.hex("01 01 61 89 00 80 01 62"));
  }

  @Test
  void messagesDoNotPassBetweenFragments() {
    FrameEncoder encoder = plain(Role.SERVER);
    encoder.fragment(text("a", true, false), null, out);
    String inside = "new message inside a fragmented one; expected its next fragment";
    assertThatThrownBy(() -> encoder.message(Message.text("b"), out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(inside);
    assertThatThrownBy(() -> encoder.fragment(text("b", true, true), null, out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(inside);
    assertThatThrownBy(() -> encoder.shared(SharedFrame.of(Message.text("b")), out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(inside);
    encoder.fragment(text("c", false, true), null, out);
    assertThatThrownBy(() -> encoder.fragment(text("d", false, true), null, out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fragment without a message; expected its first");
    assertThat(out.bytes()).isEqualTo(Wire.hex("01 01 61 80 01 63"));
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        arguments("by size, below", 255, null, false),
        arguments("by size, from the threshold on", 256, null, true),
        arguments("always", 0, true, true),
        arguments("never", 100_000, false, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void compressionIsChosenByMessage(
      String rule, int size, @Nullable Boolean compressed, boolean expected) {
    var message = Message.binary(new byte[size]);
    for (Role role : Role.values()) {
      var whole = CollectedOutput.heap();
      FrameEncoder encoder = compressing(role);
      encoder.message(message, compressed, whole);
      assertThat(whole.bytes()[0]).isEqualTo((byte) (expected ? 0xC2 : 0x82));
      assertThat(encoder.profileFor(size, compressed))
          .isEqualTo(expected ? new DeflateProfile(1, 15) : null);

      var begun = CollectedOutput.heap();
      encoder.fragment(new Fragment(message, true, false), compressed, begun);
      assertThat(begun.bytes()[0]).isEqualTo((byte) (expected ? 0x42 : 0x02));
    }
    assertThat(plain(Role.SERVER).profileFor(size, compressed)).isNull();
  }

  @Test
  void theFirstFragmentDecidesForAll() {
    FrameEncoder encoder = compressing(Role.SERVER);
    encoder.fragment(binary(new byte[255], true, false), null, out);
    int before = out.bytes().length;
    encoder.fragment(binary(new byte[300], false, true), true, out);
    assertThat(out.bytes()).hasSize(before + 4 + 300);
  }

  @Test
  void onlyTheFirstFragmentSaysThatTheMessageIsCompressed() {
    // RFC 7692, 7.2.3.1: "Hello" in two fragments
    FrameEncoder encoder = compressing(Role.SERVER);
    encoder.fragment(text("Hel", true, false), true, out);
    int first = 2 + out.bytes()[1];
    encoder.fragment(text("lo", false, true), false, out);
    assertThat(out.bytes()[0]).isEqualTo((byte) 0x41);
    assertThat(out.bytes()[first]).isEqualTo((byte) 0x80);
    var client =
        new Endpoint(Role.CLIENT, Limits.defaults(), deflate(Role.CLIENT, false, 15).inflater());
    assertThat(RecordedEvents.of(client, List.of(out.bytes()))).containsExactly("text Hello");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void thePeerGetsWhatWasSent(Role sender) {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      int bits = 8 + seed % 8;
      boolean takeover = random.nextBoolean();
      var wire = CollectedOutput.heap();
      var expected = new RecordedEvents();
      try (var deflater = deflate(sender, takeover, bits).deflater();
          var inflater = deflate(sender.peer(), takeover, bits).inflater()) {
        var encoder = new FrameEncoder(sender, random::nextInt, deflater);
        for (int i = 0; i < 20; i++) {
          var bytes = new byte[random.nextInt(1 << random.nextInt(15))];
          random.nextBytes(bytes);
          // half of it compresses
          System.arraycopy(bytes, 0, bytes, bytes.length / 2, bytes.length / 2);
          Message message = Message.binary(bytes);
          expected.message(message);
          send(sender, encoder, message, random, wire);
        }
        var peer = new Endpoint(sender.peer(), Limits.defaults(), inflater);
        var events = new RecordedEvents();
        peer.receive(ByteBuffer.wrap(wire.bytes()), events);
        assertThat(events.lines()).as("seed %d", seed).isEqualTo(expected.lines());
      }
    }
  }

  private static void send(
      Role sender, FrameEncoder encoder, Message message, Random random, CollectedOutput wire) {
    Boolean compressed = random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean();
    DeflateProfile profile = encoder.profileFor(message.size(), compressed);
    switch (random.nextInt(sender.masks() ? 2 : 3)) {
      case 0 -> encoder.message(message, compressed, wire);
      case 1 -> {
        byte[] bytes = message.bytes();
        int at = 0;
        boolean first = true;
        for (boolean last = false; !last; first = false) {
          int size = random.nextInt(bytes.length - at + 1);
          last = at + size == bytes.length && random.nextBoolean();
          byte[] piece = Arrays.copyOfRange(bytes, at, at + size);
          encoder.fragment(binary(piece, first, last), compressed, wire);
          at += size;
        }
      }
      default ->
          encoder.shared(
              profile == null
                  ? SharedFrame.of(message)
                  // whoever keeps the levels apart gets the same
                  : SharedFrame.compressed(message, new DeflateProfile(6, profile.windowBits())),
              wire);
    }
  }
}
