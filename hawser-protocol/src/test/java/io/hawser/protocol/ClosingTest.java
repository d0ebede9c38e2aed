package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.CloseReason;
import io.hawser.model.Role;
import io.hawser.protocol.Closing.Action.EndStream;
import io.hawser.protocol.Closing.Action.WriteClose;
import io.hawser.protocol.Closing.Done;
import io.hawser.protocol.Closing.Failed;
import io.hawser.protocol.Closing.Open;
import io.hawser.protocol.Closing.Sent;
import io.hawser.protocol.Closing.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of the closing handshake, and every step from it. */
class ClosingTest {
  private static final CloseReason OURS = CloseReason.of(1000, "ours");
  private static final CloseReason THEIRS = CloseReason.of(1001, "theirs");
  private static final CloseReason ECHO = CloseReason.of(1001, "");
  private static final CloseReason ERROR = CloseReason.of(1002, "");

  private static final Closing DONE = new Done(OURS, THEIRS, false);
  private static final Closing FAILED = new Failed(ERROR);

  static Stream<Arguments> closes() {
    return Stream.of(
        arguments(new Open(), step(new Sent(OURS), new WriteClose(OURS))),
        arguments(new Sent(ECHO), step(new Sent(ECHO))),
        arguments(DONE, step(DONE)),
        arguments(FAILED, step(FAILED)));
  }

  @ParameterizedTest
  @MethodSource("closes")
  void theApplicationCloses(Closing state, Step expected) {
    assertThat(Closing.onClose(state, OURS)).isEqualTo(expected);
  }

  static Stream<Arguments> closeFrames() {
    Closing answered = new Done(ECHO, THEIRS, true);
    return Stream.of(
        arguments(Role.SERVER, new Open(), step(answered, new WriteClose(ECHO), new EndStream())),
        arguments(Role.CLIENT, new Open(), step(answered, new WriteClose(ECHO))),
        arguments(Role.SERVER, new Sent(OURS), step(DONE, new EndStream())),
        arguments(Role.CLIENT, new Sent(OURS), step(DONE)),
        arguments(Role.SERVER, DONE, step(DONE)),
        arguments(Role.CLIENT, FAILED, step(FAILED)));
  }

  @ParameterizedTest
  @MethodSource("closeFrames")
  void aCloseFrameComes(Role role, Closing state, Step expected) {
    assertThat(Closing.onCloseFrame(state, THEIRS, role)).isEqualTo(expected);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new Open(), step(FAILED, new WriteClose(ERROR), new EndStream())),
        arguments(new Sent(OURS), step(new Failed(OURS), new EndStream())),
        arguments(DONE, step(DONE)),
        arguments(new Failed(OURS), step(new Failed(OURS))));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theConnectionIsFailed(Closing state, Step expected) {
    assertThat(Closing.onFailure(state, ERROR)).isEqualTo(expected);
  }

  private static Step step(Closing state, Closing.Action... actions) {
    return new Step(state, List.of(actions));
  }
}
