package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Close codes and reasons (RFC 6455, 5.5.1 and 7.4). */
class CloseReasonTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 5000, 65535})
  void aCodeIsOneThousandToFourThousandNineHundredAndNinetyNine(int value) {
    assertThatThrownBy(() -> new CloseCode(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("close code: " + value + "; must be 1000 to 4999");
    assertThat(CloseCode.isSendable(value)).isFalse();
  }

  /** 7.4.1, 7.4.2, and the IANA registry up to 1014. */
  @Test
  void knowsWhichCodesMayBeSent() {
    for (int value = 1000; value <= 4999; value++) {
      boolean sendable =
          value != 1004 && value != 1005 && value != 1006 && (value <= 1014 || value >= 3000);
      assertThat(CloseCode.isSendable(value)).as("%d", value).isEqualTo(sendable);
      assertThat(new CloseCode(value).isSendable()).as("%d", value).isEqualTo(sendable);
    }
  }

  @Test
  void namesTheRegisteredCodes() {
    assertThat(CloseCode.NORMAL_CLOSURE).isEqualTo(new CloseCode(1000)).hasToString("1000");
    assertThat(CloseCode.NO_STATUS_RECEIVED.value()).isEqualTo(1005);
    assertThat(CloseCode.ABNORMAL_CLOSURE.value()).isEqualTo(1006);
    assertThat(CloseCode.MESSAGE_TOO_BIG.value()).isEqualTo(1009);
    assertThat(CloseCode.BAD_GATEWAY.value()).isEqualTo(1014);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            1004,
            "",
            "close code: 1004; must be 1000 to 1003, 1007 to 1014 or 3000 to 4999 in a Close"
                + " frame"),
        arguments(
            1006,
            "",
            "close code: 1006; must be 1000 to 1003, 1007 to 1014 or 3000 to 4999 in a Close"
                + " frame"),
        arguments(1005, "why", "close reason without a close code; give a code"),
        arguments(1000, "a".repeat(124), "close reason: 124 bytes of UTF-8; must be at most 123"),
        arguments(1000, "é".repeat(62), "close reason: 124 bytes of UTF-8; must be at most 123"),
        arguments(
            1000, "a\uD800", "close reason has a lone surrogate at index 1; UTF-8 cannot carry it"),
        arguments(
            1000, "\uDC00", "close reason has a lone surrogate at index 0; UTF-8 cannot carry it"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatACloseFrameCannotCarry(int code, String reason, String message) {
    assertThatThrownBy(() -> CloseReason.of(code, reason))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void carriesOneHundredAndTwentyThreeBytes() {
    assertThat(CloseReason.of(1000, "é".repeat(61) + "a").reason()).hasSize(62);
    assertThat(CloseReason.of(1000, "\uD83D\uDE02").reason()).isEqualTo("😂");
  }

  static Stream<Arguments> clean() {
    return Stream.of(
        arguments(1000, true),
        arguments(1001, true),
        arguments(1005, true),
        arguments(1002, false),
        arguments(1011, false),
        arguments(4000, false));
  }

  @ParameterizedTest
  @MethodSource("clean")
  void knowsACleanClose(int code, boolean clean) {
    assertThat(CloseReason.of(code, "").isClean()).isEqualTo(clean);
  }

  @Test
  void namesItsCodeAndReason() {
    assertThat(CloseReason.NONE).hasToString("1005");
    assertThat(CloseReason.of(CloseCode.GOING_AWAY)).hasToString("1001");
    assertThat(CloseReason.of(1000, "bye — café 😂")).hasToString("1000 (bye — café 😂)");
  }

  @Test
  void aPeersReasonStaysOnItsLine() {
    assertThat(CloseReason.of(1000, "a\r\nERROR\t\u001B[31m\u0085b\u2028c\u202Ed"))
        .hasToString("1000 (a\\u000d\\u000aERROR\\u0009\\u001b[31m\\u0085b\\u2028c\\u202ed)");
  }
}
