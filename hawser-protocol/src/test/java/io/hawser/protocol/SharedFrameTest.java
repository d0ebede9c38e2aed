package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateProfile;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames encoded once for many connections. */
class SharedFrameTest {
  private static final DeflateProfile PROFILE = new DeflateProfile(1, 15);

  private final CollectedOutput out = CollectedOutput.heap();

  private static PerMessageDeflate deflate(Role role, boolean takeover, int windowBits) {
    var parameters = new DeflateParameters(!takeover, true, windowBits, 15);
    return PerMessageDeflate.of(parameters, DeflateSettings.forServers(), role);
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        arguments(Message.text("é"), "81 02 C3A9"),
        arguments(Message.binary(Wire.hex("0102")), "82 02 0102"),
        arguments(Message.text(""), "81 00"),
        arguments(
            Message.Binary.ofParts(List.of(Wire.hex("01"), Wire.hex("0203"))), "82 03 010203"),
        arguments(Message.binary(new byte[125]), "82 7D 00*125"),
        arguments(Message.binary(new byte[126]), "82 7E 007E 00*126"),
        arguments(Message.binary(new byte[65535]), "82 7E FFFF 00*65535"),
        arguments(Message.binary(new byte[65536]), "82 7F 0000000000010000 00*65536"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void isTheFrameThatAServerWrites(Message message, String hex) {
    SharedFrame frame = SharedFrame.of(message);
    assertThat(frame.bytes()).isEqualTo(Wire.hex(hex));
    assertThat(frame.profile()).isNull();
    new FrameEncoder(Role.SERVER, () -> 0, null).shared(frame, out);
    assertThat(out.bytes()).isEqualTo(Wire.hex(hex));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 16_384, 200_000})
  void compressedIsWhatAConnectionWithoutContextTakeoverWrites(int size) {
    Message message = Message.binary(new byte[size]);
    SharedFrame frame = SharedFrame.compressed(message, PROFILE);
    assertThat(frame.profile()).isEqualTo(PROFILE);
    try (var deflater = deflate(Role.SERVER, false, 15).deflater()) {
      new FrameEncoder(Role.SERVER, () -> 0, deflater).message(message, true, out);
    }
    assertThat(frame.bytes()).isEqualTo(out.bytes());
  }

  @Test
  void isAppendedWithoutACopy() {
    var encoder = new FrameEncoder(Role.SERVER, () -> 0, null);
    encoder.shared(SharedFrame.of(Message.binary(new byte[10])), out);
    assertThat(out.appendedBytes()).isEqualTo(12);
    assertThat(out.reservations()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void ownMessagesAfterItReferToNothingBeforeIt(int windowBits) {
    Message own = Message.text("the same words, again and again the same words");
    Message shared = Message.text("what all are told, again and again");
    SharedFrame frame = SharedFrame.compressed(shared, new DeflateProfile(1, windowBits));
    try (var deflater = deflate(Role.SERVER, true, windowBits).deflater();
        var inflater = deflate(Role.CLIENT, true, windowBits).inflater()) {
      var encoder = new FrameEncoder(Role.SERVER, () -> 0, deflater);
      encoder.message(own, true, out);
      encoder.message(own, true, out);
      encoder.shared(frame, out);
      encoder.message(own, true, out);
      encoder.shared(frame, out);
      encoder.shared(frame, out);
      encoder.message(own, true, out);
      encoder.message(own, true, out);
      var client = new Endpoint(Role.CLIENT, Limits.defaults(), inflater);
      String a = "text " + own.text().length() + " bytes, CRC " + RecordedEvents.crc(own.bytes());
      String b = "text " + shared.text();
      assertThat(RecordedEvents.of(client, List.of(out.bytes())))
          .containsExactly(a, a, b, a, b, b, a, a);
    }
  }

  @Test
  void anUncompressedOneLeavesTheContextAlone() {
    Message own = Message.text("the same words, again and again the same words");
    try (var deflater = deflate(Role.SERVER, true, 15).deflater()) {
      var encoder = new FrameEncoder(Role.SERVER, () -> 0, deflater);
      encoder.message(own, true, out);
      int first = out.bytes().length;
      encoder.shared(SharedFrame.of(Message.text("")), out);
      encoder.message(own, true, out);
      assertThat(out.bytes().length - first - 2).isLessThan(first / 2);
    }
  }

  @Test
  void aClientSharesNothing() {
    var client = new FrameEncoder(Role.CLIENT, () -> 0, null);
    assertThatThrownBy(() -> client.shared(SharedFrame.of(Message.text("a")), out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("shared frame from a client; expected a server");
  }

  @ParameterizedTest
  @CsvSource({"8, 8, true", "8, 15, true", "15, 15, true", "15, 14, false", "9, 8, false"})
  void theWindowMustBeAgreedOn(int windowBits, int agreedBits, boolean fits) {
    SharedFrame frame =
        SharedFrame.compressed(Message.text("a"), new DeflateProfile(9, windowBits));
    try (var deflater = deflate(Role.SERVER, true, agreedBits).deflater()) {
      var encoder = new FrameEncoder(Role.SERVER, () -> 0, deflater);
      if (fits) {
        encoder.shared(frame, out);
        assertThat(out.bytes()).isEqualTo(frame.bytes());
      } else {
        assertThatThrownBy(() -> encoder.shared(frame, out))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("shared frame of " + frame.profile() + "; expected what was");
        assertThat(out.bytes()).isEmpty();
      }
    }
  }

  @Test
  void compressionMustBeAgreedOn() {
    var plain = new FrameEncoder(Role.SERVER, () -> 0, null);
    SharedFrame frame = SharedFrame.compressed(Message.text("a"), PROFILE);
    assertThatThrownBy(() -> plain.shared(frame, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("expected what was agreed on: none");
  }
}
