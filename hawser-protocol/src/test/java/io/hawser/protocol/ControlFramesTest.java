package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.CloseReason;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ping, Pong and Close frames (RFC 6455, 5.5). */
class ControlFramesTest {
  private static final String ENDS = " | write 1002 | end";

  static Stream<Arguments> violations() {
    String fragmented = "failed 1002 fragmented control frame";
    String tooLong = "failed 1002 control frame of more than 125 bytes";
    return Stream.of(
        arguments("5.5 fragmented ping", "09 00", fragmented),
        arguments("5.5 fragmented pong", "0A 01 61", fragmented),
        arguments("5.5 fragmented close", "08 00", fragmented),
        arguments("5.5 ping of 126", "89 7E 007E 00*126", tooLong),
        arguments("5.5 pong of 126", "8A 7E", tooLong),
        arguments("5.5 close of 126", "88 7E", tooLong),
        arguments("5.5 ping of 2^62", "89 7F 4000000000000000", tooLong),
        arguments(
            "5.5.1 half a close code", "88 01 03", "failed 1002 close frame with half a code"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void failsTheConnection(String rule, String frames, String failure) {
    FrameTable.check(frames, failure + ENDS);
  }

  @Test
  void carriesOneHundredAndTwentyFiveBytes() {
    String payload = "AB".repeat(125);
    FrameTable.check("89 7D " + payload, "ping " + payload);
    FrameTable.check("8A 7D " + payload, "pong " + payload);
    String reason = "a".repeat(123);
    FrameTable.check("88 7D 03E8 61*123", "close 1000 (" + reason + ") | write 1000 | [end]");
  }

  @ParameterizedTest
  @MethodSource("sendableCodes")
  void takesCloseCodesThatMayBeSent(int code) {
    String hex = "%04X".formatted(code);
    FrameTable.check("88 02 " + hex, "close " + code + " | write " + code + " | [end]");
    FrameTable.check(
        "88 04 " + hex + " 6F6B", "close " + code + " (ok) | write " + code + " | [end]");
  }

  static Stream<Integer> sendableCodes() {
    return Stream.of(
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999);
  }

  @ParameterizedTest
  @MethodSource("otherCodes")
  void failsOnCloseCodesThatMayNotBeSent(int code) {
    FrameTable.check("88 02 %04X".formatted(code), "failed 1002 close code " + code + ENDS);
  }

  static Stream<Integer> otherCodes() {
    return Stream.of(
        0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 0x7FFF, 0x8000, 0xFFFF);
  }

  static Stream<Arguments> reasons() {
    String ends = " | write 1007 | end";
    String not = "failed 1007 close reason is not UTF-8" + ends;
    return Stream.of(
        arguments("two bytes", "88 04 03E8 C3A9", "close 1000 (é) | write 1000 | [end]"),
        arguments("four bytes", "88 06 03E8 F09F9882", "close 1000 (😂) | write 1000 | [end]"),
        arguments("a lone continuation", "88 03 03E8 80", not),
        arguments("cut inside a character", "88 04 03E8 E282", not),
        arguments("a surrogate", "88 05 03E8 EDA080", not),
        arguments("an impossible byte", "88 03 03E8 FF", not));
  }

  @ParameterizedTest(name = "5.5.1 a reason with {0}")
  @MethodSource("reasons")
  void checksTheReason(String rule, String frames, String events) {
    FrameTable.check(frames, events);
  }

  @Test
  void answersOnlyTheNewestPing() {
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    var events = new RecordedEvents();
    assertThat(endpoint.takePong()).isNull();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("89 01 01 89 01 02 89 02 03")), events);
    assertThat(endpoint.takePong()).containsExactly(2);
    assertThat(endpoint.takePong()).isNull();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("04")), events);
    assertThat(endpoint.takePong()).containsExactly(3, 4);
    assertThat(events.lines()).containsExactly("ping 01", "ping 02", "ping 0304");
  }

  @Test
  void answersAnEmptyPing() {
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    endpoint.receive(ByteBuffer.wrap(Wire.hex("89 00")), new RecordedEvents());
    assertThat(endpoint.takePong()).isEmpty();
    assertThat(endpoint.takePong()).isNull();
  }

  @Test
  void answersNoPong() {
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    endpoint.receive(ByteBuffer.wrap(Wire.hex("8A 01 01")), new RecordedEvents());
    assertThat(endpoint.takePong()).isNull();
  }

  @Test
  void answersNoPingBehindItsCloseFrame() {
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    var events = new RecordedEvents();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("89 01 01")), events);
    endpoint.close(CloseReason.of(1000, ""), events);
    assertThat(endpoint.takePong()).isNull();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("89 01 02")), events);
    assertThat(endpoint.takePong()).isNull();
    assertThat(events.lines()).containsExactly("ping 01", "write 1000", "ping 02");
  }

  @Test
  void answersNoPingBehindThePeersCloseFrame() {
    var endpoint = new Endpoint(Role.CLIENT, Limits.defaults(), null);
    var events = new RecordedEvents();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("89 01 01 88 00 89 01 02")), events);
    assertThat(endpoint.takePong()).isNull();
    assertThat(events.lines()).containsExactly("ping 01", "close 1005", "write 1005");
  }
}
