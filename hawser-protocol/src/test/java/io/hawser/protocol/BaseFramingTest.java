package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The base framing protocol and its masks (RFC 6455, 5.1 to 5.3). */
class BaseFramingTest {
  /** Enough to follow a header, so that it cannot be the end of what came. */
  private static final String BEHIND = " 81 0E 48656C6C6F 48656C6C6F 61616161";

  private static String crc(int size) {
    byte[] bytes = Wire.hex("61*" + size);
    return size + " bytes, CRC " + RecordedEvents.crc(bytes);
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        arguments("5.7 unmasked text", "81 05 48656C6C6F", "text Hello"),
        arguments("5.7 fragmented text", "01 03 48656C 80 02 6C6F", "text Hello"),
        arguments("5.7 ping", "89 05 48656C6C6F", "ping 48656C6C6F"),
        arguments("5.7 pong", "8A 05 48656C6C6F", "pong 48656C6C6F"),
        arguments("5.2 empty text", "81 00", "text "),
        arguments("5.2 empty binary", "82 00", "binary "),
        arguments("5.2 binary of one byte", "82 01 FF", "binary FF"),
        arguments("5.2 7 bytes, an odd tail", "82 07 01020304050607", "binary 01020304050607"),
        arguments("5.2 two frames", "82 01 01 81 01 61", "binary 01 | text a"),
        arguments("5.2 nothing but a header", "82 05", "-"),
        arguments("5.2 a cut payload", "82 05 01 02", "-"),
        arguments("5.2 length 125", "82 7D 61*125", "binary " + crc(125)),
        arguments("5.2 length 126", "82 7E 007E 61*126", "binary " + crc(126)),
        arguments("5.2 length 127", "82 7E 007F 61*127", "binary " + crc(127)),
        arguments("5.2 length 65535", "82 7E FFFF 61*65535", "binary " + crc(65535)),
        arguments("5.2 length 65536", "82 7F 0000000000010000 61*65536", "binary " + crc(65536)),
        arguments("5.2 text of 65536", "81 7F 0000000000010000 61*65536", "text " + crc(65536)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void reads(String rule, String frames, String events) {
    FrameTable.check(frames, events);
  }

  @Test
  void readsAMessageAsLongAsTheLimit() {
    byte[] wire = Wire.hex("82 7F 0000000000100000 61*1048576");
    assertThat(RecordedEvents.of(Role.CLIENT, List.of(wire)))
        .containsExactly("binary " + crc(1 << 20));
  }

  static Stream<Arguments> violations() {
    String opcode = "failed 1002 reserved opcode ";
    String rsv = "failed 1002 reserved bit without an extension that uses it";
    String shortest = "failed 1002 payload length not in its shortest form";
    String huge = "failed 1002 payload length of 2^63 or more";
    return Stream.of(
        arguments("5.2 reserved opcode 3", "83 00", opcode + "3"),
        arguments("5.2 reserved opcode 4, not final", "04 00", opcode + "4"),
        arguments("5.2 reserved opcode 5", "85 01 61", opcode + "5"),
        arguments("5.2 reserved opcode 6", "86 00", opcode + "6"),
        arguments("5.2 reserved opcode 7", "87 00", opcode + "7"),
        arguments("5.2 reserved opcode B", "8B 00", opcode + "b"),
        arguments("5.2 reserved opcode C", "8C 00", opcode + "c"),
        arguments("5.2 reserved opcode D", "8D 00", opcode + "d"),
        arguments("5.2 reserved opcode E", "8E 00", opcode + "e"),
        arguments("5.2 reserved opcode F", "8F 00", opcode + "f"),
        arguments("5.2 RSV1 on text", "C1 00", rsv),
        arguments("5.2 RSV2 on text", "A1 00", rsv),
        arguments("5.2 RSV3 on binary", "92 00", rsv),
        arguments("5.2 RSV1 on a continuation", "01 00 C0 00", rsv),
        arguments("5.2 RSV1 on a ping", "C9 00", rsv),
        arguments("5.2 RSV2 on a close", "A8 00", rsv),
        arguments("5.2 all bits set", "FF FF", opcode + "f"),
        arguments("5.2 length 0 in 16 bits", "82 7E 0000", shortest),
        arguments("5.2 length 125 in 16 bits", "82 7E 007D 61*125", shortest),
        arguments("5.2 length 0 in 64 bits", "82 7F 0000000000000000", shortest),
        arguments("5.2 length 126 in 64 bits", "82 7F 000000000000007E", shortest),
        arguments("5.2 length 65535 in 64 bits", "82 7F 000000000000FFFF", shortest),
        arguments("5.2 length 2^63", "82 7F 8000000000000000", huge),
        arguments("5.2 length 2^64 - 1", "82 7F FFFFFFFFFFFFFFFF", huge));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void failsTheConnection(String rule, String frames, String failure) {
    FrameTable.check(frames, failure + " | write 1002 | end");
    // a header is read in one go where all of it has come
    FrameTable.check(frames + BEHIND, failure + " | write 1002 | end");
  }

  static Stream<Arguments> lengths() {
    return Stream.of(
        arguments("2^20 + 1", "0000000000100001", "1048577"),
        arguments("2^31 - 1", "000000007FFFFFFF", "2147483647"),
        arguments("2^31", "0000000080000000", "2147483648"),
        arguments("2^32", "0000000100000000", "4294967296"),
        arguments("2^32 + 1", "0000000100000001", "4294967297"),
        arguments("2^62", "4000000000000000", "4611686018427387904"),
        arguments("2^63 - 1", "7FFFFFFFFFFFFFFF", "9223372036854775807"));
  }

  @ParameterizedTest(name = "5.2 length {0}")
  @MethodSource("lengths")
  void judgesTheAnnouncedLength(String name, String length, String bytes) {
    FrameTable.check(
        "82 7F " + length + BEHIND, "too big " + bytes + " of 1048576 | write 1009 | end");
    // a message that has begun already makes the sum larger than a long
    FrameTable.check(
        "01 03 616263 00 7F " + length,
        "too big "
            + (bytes.equals("9223372036854775807")
                ? bytes
                : String.valueOf(Long.parseLong(bytes) + 3))
            + " of 1048576 | write 1009 | end");
  }

  static Stream<Arguments> masks() {
    return Stream.of(
        arguments("5.1 client frame not masked", Role.SERVER, "81 00", "client frame not masked"),
        arguments("5.1 client ping not masked", Role.SERVER, "89 00", "client frame not masked"),
        arguments("5.1 client close not masked", Role.SERVER, "88 00", "client frame not masked"),
        arguments("5.1 server frame masked", Role.CLIENT, "81 80 37FA213D", "server frame masked"),
        arguments("5.1 server ping masked", Role.CLIENT, "89 80 37FA213D", "server frame masked"),
        // before the length is known to be wrong
        arguments("5.1 not masked, long", Role.SERVER, "81 7E 0001", "client frame not masked"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masks")
  void failsOnTheWrongMask(String rule, Role role, String hex, String broken) {
    FrameTable.checkRaw(
        role,
        Wire.hex(hex + BEHIND),
        "failed 1002 " + broken + " | write 1002 | end",
        r -> new Endpoint(r, Limits.defaults(), null));
  }

  static Stream<Integer> keys() {
    return Stream.of(0, 1, -1, 0x37FA213D, 0x80000000, 0x00FF00FF, 0x01020304);
  }

  @ParameterizedTest(name = "5.3 key {0}")
  @MethodSource("keys")
  void unmasksWithAnyKey(int key) {
    FrameTable.checkRaw(
        Role.SERVER,
        Wire.masked(Wire.hex("82 0B 000102030405060708090A 81 03 616263 89 05 0102030405"), key),
        "binary 000102030405060708090A | text abc | ping 0102030405",
        role -> new Endpoint(role, Limits.defaults(), null));
  }
}
