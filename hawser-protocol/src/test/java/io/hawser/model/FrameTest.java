package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames, opcodes and roles (RFC 6455, 5.1, 5.2 and 5.5). */
class FrameTest {
  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(true, -1, Opcode.TEXT, 0, "rsv: -1; must be 0 to 7"),
        arguments(true, 8, Opcode.TEXT, 0, "rsv: 8; must be 0 to 7"),
        arguments(
            true,
            0,
            Opcode.PING,
            126,
            "payload of a control frame: 126 bytes; must be at most 125"),
        arguments(
            true,
            0,
            Opcode.CLOSE,
            200,
            "payload of a control frame: 200 bytes; must be at most 125"),
        arguments(false, 0, Opcode.PONG, 0, "fragmented control frame; must have FIN set"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatTheRfcForbids(boolean fin, int rsv, Opcode opcode, int size, String message) {
    assertThatThrownBy(() -> new Frame(fin, rsv, opcode, new byte[size]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void equalsByContents() {
    Frame frame = new Frame(true, 4, Opcode.TEXT, new byte[] {1});
    assertThat(frame)
        .isEqualTo(new Frame(true, 4, Opcode.TEXT, new byte[] {1}))
        .hasSameHashCodeAs(new Frame(true, 4, Opcode.TEXT, new byte[] {1}))
        .isNotEqualTo(new Frame(false, 4, Opcode.TEXT, new byte[] {1}))
        .isNotEqualTo(new Frame(true, 0, Opcode.TEXT, new byte[] {1}))
        .isNotEqualTo(new Frame(true, 4, Opcode.BINARY, new byte[] {1}))
        .isNotEqualTo(new Frame(true, 4, Opcode.TEXT, new byte[] {2}));
  }

  @Test
  void namesItsKindAndSizeButNotItsPayload() {
    assertThat(new Frame(false, 0, Opcode.TEXT, new byte[] {'x'}))
        .hasToString("TEXT (more follow), 1 bytes");
    assertThat(Frame.ping(new byte[2])).hasToString("PING, 2 bytes");
    assertThat(Frame.pong(new byte[125])).hasToString("PONG, 125 bytes");
  }

  @ParameterizedTest
  @EnumSource(Opcode.class)
  void readsEveryOpcodeFromTheLowestFourBits(Opcode opcode) {
    assertThat(Opcode.of(opcode.code())).isEqualTo(opcode);
    assertThat(Opcode.of(0xF0 | opcode.code())).isEqualTo(opcode);
    assertThat(opcode.isControl()).isEqualTo(opcode.code() >= 8);
  }

  @Test
  void knowsNoReservedOpcode() {
    for (int code : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      assertThat(Opcode.of(code)).isNull();
    }
  }

  @Test
  void onlyAClientMasks() {
    assertThat(Role.CLIENT.masks()).isTrue();
    assertThat(Role.SERVER.masks()).isFalse();
    assertThat(Role.CLIENT.peer()).isEqualTo(Role.SERVER);
    assertThat(Role.SERVER.peer()).isEqualTo(Role.CLIENT);
  }
}
