package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.Closure.Initiator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClosureTest {
  private static final CloseReason NORMAL = CloseReason.of(1000, "bye");
  private static final CloseReason ERROR = CloseReason.of(1011, "");

  static Stream<Arguments> closures() {
    return Stream.of(
        arguments(
            new Closure(NORMAL, CloseReason.NONE, Initiator.LOCAL),
            1005,
            true,
            "closed by this endpoint: sent 1000 (bye), received 1005"),
        arguments(
            new Closure(NORMAL, NORMAL, Initiator.PEER),
            1000,
            true,
            "closed by the peer: sent 1000 (bye), received 1000 (bye)"),
        arguments(
            new Closure(ERROR, NORMAL, Initiator.PEER),
            1000,
            false,
            "closed by the peer: sent 1011, received 1000 (bye)"),
        arguments(
            new Closure(NORMAL, ERROR, Initiator.LOCAL),
            1011,
            false,
            "closed by this endpoint: sent 1000 (bye), received 1011"),
        arguments(
            new Closure(NORMAL, null, Initiator.NETWORK),
            1006,
            false,
            "closed by the network: sent 1000 (bye), received no Close frame"),
        arguments(
            new Closure(null, NORMAL, Initiator.NETWORK),
            1000,
            false,
            "closed by the network: sent no Close frame, received 1000 (bye)"));
  }

  @ParameterizedTest
  @MethodSource("closures")
  void says(Closure closure, int code, boolean clean, @Nullable String text) {
    assertThat(closure.code().value()).isEqualTo(code);
    assertThat(closure.isClean()).isEqualTo(clean);
    assertThat(closure).hasToString(text);
  }
}
