package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeflateSettingsTest {
  private static final DeflateSettings SERVER = DeflateSettings.forServers();

  @Test
  void changesOneSettingAtATime() {
    var settings =
        SERVER
            .withLevel(9)
            .withThresholdBytes(0)
            .withServerContextTakeover(true)
            .withClientContextTakeover(true)
            .withServerMaxWindowBits(8)
            .withClientMaxWindowBits(9);
    assertThat(settings.level()).isEqualTo(9);
    assertThat(settings.thresholdBytes()).isZero();
    assertThat(settings.serverContextTakeover()).isTrue();
    assertThat(settings.clientContextTakeover()).isTrue();
    assertThat(settings.serverMaxWindowBits()).isEqualTo(8);
    assertThat(settings.clientMaxWindowBits()).isEqualTo(9);

    assertThat(SERVER.withServerContextTakeover(true).clientContextTakeover()).isFalse();
    assertThat(SERVER.level()).isEqualTo(1);
    assertThat(SERVER.thresholdBytes()).isEqualTo(256);
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        arguments("level: 0; must be 1 to 9", call(() -> SERVER.withLevel(0))),
        arguments("level: 10; must be 1 to 9", call(() -> SERVER.withLevel(10))),
        arguments(
            "thresholdBytes: -1; must not be negative", call(() -> SERVER.withThresholdBytes(-1))),
        arguments(
            "serverMaxWindowBits: 7; must be 8 to 15",
            call(() -> SERVER.withServerMaxWindowBits(7))),
        arguments(
            "clientMaxWindowBits: 16; must be 8 to 15",
            call(() -> SERVER.withClientMaxWindowBits(16))),
        arguments(
            "serverMaxWindowBits: 16; must be 8 to 15",
            call(() -> new DeflateParameters(true, true, 16, 15))),
        arguments(
            "clientMaxWindowBits: 7; must be 8 to 15",
            call(() -> new DeflateParameters(true, true, 15, 7))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void rejectsNonsense(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static ThrowingCallable call(ThrowingCallable call) {
    return call;
  }
}
