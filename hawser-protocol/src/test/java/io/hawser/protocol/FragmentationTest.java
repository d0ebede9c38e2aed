package io.hawser.protocol;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fragments, and how they become one message (RFC 6455, 5.4). */
class FragmentationTest {
  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("three fragments", "02 01 01 00 02 0203 80 01 04", "binary 01020304"),
        arguments("an empty first", "01 00 80 01 61", "text a"),
        arguments("an empty last", "01 01 61 80 00", "text a"),
        arguments("empty throughout", "01 00 00 00 80 00", "text "),
        arguments("a ping between", "01 01 61 89 01 AA 80 01 62", "ping AA | text ab"),
        arguments("an empty pong between", "01 01 61 8A 00 80 01 62", "pong | text ab"),
        arguments(
            "pings between all",
            "89 00 01 01 61 89 00 00 01 62 89 00 80 01 63 89 00",
            "ping | ping | ping | text abc | ping"),
        arguments("two in turn", "01 01 61 80 01 62 02 01 01 80 01 02", "text ab | binary 0102"),
        arguments("never ended", "01 01 61 00 01 62", "-"),
        arguments(
            "dropped by a close", "01 01 61 88 00 80 01 62", "close 1005 | write 1005 | [end]"));
  }

  @ParameterizedTest(name = "5.4 {0}")
  @MethodSource("messages")
  void assembles(String rule, String frames, String events) {
    FrameTable.check(frames, events);
  }

  static Stream<Arguments> violations() {
    String without = "continuation frame without a message";
    String inside = "new message inside a fragmented one";
    return Stream.of(
        arguments("continuation first", "80 01 61", without),
        arguments("continuation first, not final", "00 01 61", without),
        arguments("empty continuation first", "80 00", without),
        arguments("continuation after the last", "01 01 61 80 01 62 80 01 63", without),
        arguments("continuation after a whole message", "81 01 61 80 01 62", without),
        arguments("text inside text", "01 01 61 81 01 62", inside),
        arguments("binary inside text", "01 01 61 82 01 62", inside),
        arguments("text inside binary, not final", "02 01 61 00 01 62 01 01 63", inside),
        arguments("inside after a ping", "01 01 61 89 00 81 01 62", inside));
  }

  @ParameterizedTest(name = "5.4 {0}")
  @MethodSource("violations")
  void failsTheConnection(String rule, String frames, String broken) {
    String before = rule.contains("ping") ? "ping | " : rule.contains("whole") ? "text a | " : "";
    before = rule.contains("the last") ? "text ab | " : before;
    FrameTable.check(frames, before + "failed 1002 " + broken + " | write 1002 | end");
  }

  @Test
  void countsFragmentsOfOneMessage() {
    Limits three = Limits.defaults().withMaxFragments(3);
    FrameTable.check(
        "01 01 61 00 01 62 80 01 63 01 01 61 00 01 62 80 01 63", "text abc | text abc", three);
    FrameTable.check(
        "01 01 61 00 01 62 00 01 63 80 01 64",
        "failed 1008 message in too many fragments | write 1008 | end",
        three);
  }

  @Test
  void oneFragmentIsEnoughForWholeMessages() {
    Limits one = Limits.defaults().withMaxFragments(1);
    FrameTable.check(
        "81 01 61 82 01 62 01 00 80 00",
        "text a | binary 62 | failed 1008 message in too many fragments | write 1008 | end",
        one);
  }

  @Test
  void takesSixtyFourEmptyFragmentsInARow() {
    String sixtyFour = "01 00 " + "00 00 ".repeat(63);
    FrameTable.check(sixtyFour + "80 01 61", "text a");
    FrameTable.check(sixtyFour + "89 00 80 01 61", "ping | text a");
    // counted anew behind one that is not empty
    FrameTable.check(sixtyFour + "00 01 61 " + "00 00 ".repeat(64) + "80 01 62", "text ab");
  }

  @Test
  void failsAtTheSixtyFifthEmptyFragment() {
    String failure = "failed 1008 too many empty fragments in a row | write 1008 | end";
    FrameTable.check("01 00 " + "00 00 ".repeat(64), failure);
    FrameTable.check("01 00 " + "00 00 ".repeat(63) + "80 00", failure);
    FrameTable.check(
        "01 01 61 " + "00 00 89 00 ".repeat(64) + "00 00", "ping | ".repeat(64) + failure);
  }

  @Test
  void limitsTheMessageNotTheFrame() {
    Limits four = Limits.defaults().withMaxMessageBytes(4);
    FrameTable.check("82 04 01020304", "binary 01020304", role -> new Endpoint(role, four, null));
    FrameTable.check(
        "02 02 0102 80 02 0304", "binary 01020304", role -> new Endpoint(role, four, null));
    FrameTable.check(
        "82 05", "too big 5 of 4 | write 1009 | end", role -> new Endpoint(role, four, null));
    FrameTable.check(
        "02 02 0102 89 00 00 01 03 80 02",
        "ping | too big 5 of 4 | write 1009 | end",
        role -> new Endpoint(role, four, null));
    // the next message has all of the limit again
    FrameTable.check(
        "82 04 01020304 82 04 01020304",
        "binary 01020304 | binary 01020304",
        role -> new Endpoint(role, four, null));
  }
}
