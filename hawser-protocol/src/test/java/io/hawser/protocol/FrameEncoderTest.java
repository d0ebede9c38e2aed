package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.CloseReason;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and frames to bytes (RFC 6455, 5.2, 5.3 and 5.6). */
class FrameEncoderTest {
  private static byte[] encoded(Role role, Frame frame) {
    var heap = CollectedOutput.heap();
    new FrameEncoder(role, () -> Wire.KEY, null).frame(frame, heap);
    var direct = CollectedOutput.direct();
    new FrameEncoder(role, () -> Wire.KEY, null).frame(frame, direct);
    assertThat(direct.bytes()).isEqualTo(heap.bytes());
    return heap.bytes();
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        arguments(
            "5.7 text",
            new Frame(true, 0, Opcode.TEXT, Wire.hex("48656C6C6F")),
            "81 05 48656C6C6F"),
        arguments(
            "5.7 first fragment",
            new Frame(false, 0, Opcode.TEXT, Wire.hex("48656C")),
            "01 03 48656C"),
        arguments(
            "5.7 last fragment",
            new Frame(true, 0, Opcode.CONTINUATION, Wire.hex("6C6F")),
            "80 02 6C6F"),
        arguments("5.7 ping", Frame.ping(Wire.hex("48656C6C6F")), "89 05 48656C6C6F"),
        arguments("5.7 pong", Frame.pong(Wire.hex("48656C6C6F")), "8A 05 48656C6C6F"),
        arguments("5.5.1 close", new Frame(true, 0, Opcode.CLOSE, Wire.hex("03E8")), "88 02 03E8"),
        arguments("5.2 RSV1", new Frame(true, 4, Opcode.BINARY, new byte[0]), "C2 00"),
        arguments("5.2 RSV2 and RSV3", new Frame(false, 3, Opcode.BINARY, new byte[0]), "32 00"),
        arguments(
            "5.2 length 125", new Frame(true, 0, Opcode.BINARY, new byte[125]), "82 7D 00*125"),
        arguments(
            "5.2 length 126",
            new Frame(true, 0, Opcode.BINARY, new byte[126]),
            "82 7E 007E 00*126"),
        arguments(
            "5.2 length 32768",
            new Frame(true, 0, Opcode.BINARY, new byte[32768]),
            "82 7E 8000 00*32768"),
        arguments(
            "5.2 length 65535",
            new Frame(true, 0, Opcode.BINARY, new byte[65535]),
            "82 7E FFFF 00*65535"),
        arguments(
            "5.2 length 65536",
            new Frame(true, 0, Opcode.BINARY, new byte[65536]),
            "82 7F 0000000000010000 00*65536"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void writes(String rule, Frame frame, String hex) {
    assertThat(encoded(Role.SERVER, frame)).isEqualTo(Wire.hex(hex));
    // 5.1: a client masks
    assertThat(encoded(Role.CLIENT, frame)).isEqualTo(Wire.masked(Wire.hex(hex), Wire.KEY));
  }

  @Test
  void writesTheMaskedExample() {
    // 5.7
    assertThat(encoded(Role.CLIENT, new Frame(true, 0, Opcode.TEXT, Wire.hex("48656C6C6F"))))
        .isEqualTo(Wire.hex("81 85 37FA213D 7F9F4D5158"));
  }

  @Test
  void writesMessages() {
    var out = CollectedOutput.heap();
    var encoder = new FrameEncoder(Role.SERVER, () -> Wire.KEY, null);
    encoder.message(Message.text("é"), out);
    encoder.message(Message.binary(new byte[] {1, 2}), out);
    encoder.message(Message.text(""), out);
    assertThat(out.bytes()).isEqualTo(Wire.hex("81 02 C3A9 82 02 0102 81 00"));
  }

  static Stream<Arguments> closes() {
    return Stream.of(
        arguments(CloseReason.NONE, "88 00"),
        arguments(CloseReason.of(1000, ""), "88 02 03E8"),
        arguments(CloseReason.of(4999, "é"), "88 04 1387 C3A9"),
        arguments(CloseReason.of(1001, "a".repeat(123)), "88 7D 03E9 61*123"));
  }

  @ParameterizedTest(name = "5.5.1 {0}")
  @MethodSource("closes")
  void writesCloseFrames(CloseReason reason, String hex) {
    var out = CollectedOutput.heap();
    new FrameEncoder(Role.SERVER, () -> Wire.KEY, null).close(reason, out);
    assertThat(out.bytes()).isEqualTo(Wire.hex(hex));
  }

  @Test
  void aClientTakesAFreshKeyForEachFrame() {
    var keys = new AtomicInteger();
    var out = CollectedOutput.heap();
    var encoder = new FrameEncoder(Role.CLIENT, keys::incrementAndGet, null);
    encoder.message(Message.binary(new byte[1]), out);
    encoder.frame(Frame.ping(new byte[0]), out);
    // in pieces, but one frame
    encoder.message(Message.binary(new byte[100_000]), out);
    encoder.close(CloseReason.NONE, out);
    assertThat(keys).hasValue(4);
    assertThat(out.bytes()).startsWith(Wire.hex("82 81 00000001 00 89 80 00000002 82 FF"));
    assertThat(out.bytes()).endsWith(Wire.hex("88 80 00000004"));
  }

  @Test
  void aServerTakesNoKey() {
    var encoder =
        new FrameEncoder(
            Role.SERVER,
            () -> {
              throw new AssertionError("a server masks nothing");
            },
            null);
    encoder.message(Message.text("a"), CollectedOutput.heap());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 1024, 16_384, 16_385, 65_536, 100_003})
  void leavesTheMessageAsItIs(int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'a');
    for (Role role : Role.values()) {
      new FrameEncoder(role, () -> Wire.KEY, null)
          .message(Message.binary(bytes), CollectedOutput.direct());
    }
    assertThat(bytes).containsOnly('a');
  }

  @Test
  void aServersLargePayloadIsNotCopied() {
    var out = CollectedOutput.heap();
    var encoder = new FrameEncoder(Role.SERVER, () -> 0, null);
    encoder.message(Message.binary(new byte[100_000]), out);
    assertThat(out.appendedBytes()).isEqualTo(100_000);
  }

  /** Of many sizes: the masking key is turned between them. */
  private static final List<byte[]> PARTS =
      List.of(random(1), random(16_385), random(3), random(65_536), random(40_001));

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void writesOneFrameOfAMessageInParts(Role role) {
    var whole = CollectedOutput.heap();
    var inParts = CollectedOutput.direct();
    new FrameEncoder(role, () -> Wire.KEY, null)
        .message(Message.binary(Message.Binary.ofParts(PARTS).bytes()), whole);
    new FrameEncoder(role, () -> Wire.KEY, null).message(Message.Binary.ofParts(PARTS), inParts);
    assertThat(inParts.bytes()).isEqualTo(whole.bytes());
  }

  @Test
  void aServersPartsAreNotCopied() {
    var out = CollectedOutput.heap();
    Message message = Message.Binary.ofParts(PARTS);
    new FrameEncoder(Role.SERVER, () -> 0, null).message(message, out);
    assertThat(out.appendedBytes()).isEqualTo(message.size());
    assertThat(message.parts()).as("nor made one").hasSize(5);
  }
}
