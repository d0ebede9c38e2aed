package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Text is UTF-8, and is refused at its first impossible byte (RFC 6455, 5.6 and 8.1). */
class TextTest {
  static Stream<Arguments> valid() {
    return Stream.of(
        arguments("two bytes", "81 02 C3A9", "text é"),
        arguments("three bytes", "81 03 E282AC", "text €"),
        arguments("four bytes", "81 04 F09F9882", "text 😂"),
        arguments("U+0000", "81 01 00", "text \0"),
        arguments("U+FFFF, a noncharacter", "81 03 EFBFBF", "text \uFFFF"),
        arguments("U+10FFFF", "81 04 F48FBFBF", "text \uDBFF\uDFFF"),
        arguments("a character across fragments", "01 01 E2 00 01 82 80 01 AC", "text €"),
        arguments("empty fragments inside", "01 01 E2 00 00 80 02 82AC", "text €"),
        arguments("a ping inside", "01 02 F09F 89 01 FF 80 02 9882", "ping FF | text 😂"),
        arguments("a byte order mark stays", "81 04 EFBBBF61", "text \uFEFFa"),
        arguments("binary is not checked", "82 02 FFFE", "binary FFFE"),
        arguments("nor fragmented binary", "02 01 C3 80 01 28", "binary C328"));
  }

  @ParameterizedTest(name = "8.1 {0}")
  @MethodSource("valid")
  void takes(String rule, String frames, String events) {
    FrameTable.check(frames, events);
  }

  static Stream<Arguments> impossible() {
    // the last byte of each row is the first that no text can have there; more was announced
    return Stream.of(
        arguments("a lone continuation", "81 05 80"),
        arguments("a lone continuation behind text", "81 0A 6162636465666768 80"),
        arguments("C0, overlong", "81 05 C0"),
        arguments("C1, overlong", "81 05 C1"),
        arguments("C3 28", "81 05 C328"),
        arguments("E0 80, overlong", "81 05 E080"),
        arguments("E0 9F, overlong", "81 05 E09F"),
        arguments("ED A0, a surrogate", "81 05 EDA0"),
        arguments("E2 82 28", "81 05 E28228"),
        arguments("E2 C3", "81 05 E2C3"),
        arguments("F0 8F, overlong", "81 05 F08F"),
        arguments("F4 90, beyond U+10FFFF", "81 05 F490"),
        arguments("F0 9F 98 41", "81 05 F09F9841"),
        arguments("F5", "81 05 F5"),
        arguments("FF", "81 05 FF"),
        arguments("across fragments", "01 01 E2 80 02 28"),
        arguments("across fragments, overlong", "01 01 F0 00 00 80 03 80"),
        arguments("across fragments, surrogate", "01 01 ED 80 02 A0"),
        arguments("in a long frame", "81 7E 0100 61*200 E28228"));
  }

  @ParameterizedTest(name = "8.1 {0}")
  @MethodSource("impossible")
  void failsAtTheFirstImpossibleByte(String rule, String frames) {
    FrameTable.check(frames, "failed 1007 text is not UTF-8 | write 1007 | end");
    byte[] wire = Wire.sentTo(Role.SERVER, frames);
    var endpoint = new Endpoint(Role.SERVER, Limits.defaults(), null);
    var events = new RecordedEvents();
    for (int i = 0; i < wire.length; i++) {
      assertThat(events.lines()).as("before byte %d", i).isEmpty();
      endpoint.receive(ByteBuffer.wrap(wire, i, 1), events);
    }
    assertThat(events.lines()).hasSize(3);
  }

  static Stream<Arguments> cut() {
    return Stream.of(
        arguments("one byte of two", "81 01 C3"),
        arguments("two bytes of three", "81 03 61E282"),
        arguments("three bytes of four", "81 03 F09F98"),
        arguments("in the last fragment", "01 01 61 80 01 C3"),
        arguments("before an empty last fragment", "01 01 C3 80 00"));
  }

  @ParameterizedTest(name = "8.1 {0}")
  @MethodSource("cut")
  void failsWhenTextEndsInsideACharacter(String rule, String frames) {
    FrameTable.check(frames, "failed 1007 text ends inside a character | write 1007 | end");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theNextMessageBeginsAfresh(Role role) {
    FrameTable.checkRaw(
        role,
        Wire.sentTo(role, "81 03 E282AC 82 01 E2 81 01 61 01 02 C3A9 80 00"),
        "text € | binary E2 | text a | text é",
        r -> new Endpoint(r, Limits.defaults(), null));
  }
}
