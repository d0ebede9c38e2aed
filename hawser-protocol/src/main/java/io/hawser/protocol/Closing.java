package io.hawser.protocol;

import io.hawser.model.CloseReason;
import io.hawser.model.Role;
import java.util.List;

/** The closing handshake as one endpoint sees it (RFC 6455, 7.1): a state, and pure steps. */
public sealed interface Closing {
  /** Neither endpoint has sent a Close frame. */
  record Open() implements Closing {}

  /** This endpoint has sent a Close frame, and waits for the peer's. */
  record Sent(CloseReason sent) implements Closing {}

  /** A Close frame went each way. */
  record Done(CloseReason sent, CloseReason received, boolean peerBegan) implements Closing {}

  /** This endpoint has failed the connection: whatever still comes is discarded (7.1.7). */
  record Failed(CloseReason sent) implements Closing {}

  /** What the caller must do, in order, after a step. */
  sealed interface Action {
    /** Send this Close frame: the last frame of this endpoint. */
    record WriteClose(CloseReason reason) implements Action {}

    /** End the TCP stream once everything is written, and discard what the peer still sends. */
    record EndStream() implements Action {}
  }

  /** The state to keep, and what the caller must do. */
  record Step(Closing state, List<Action> actions) {
    static Step to(Closing state, Action... actions) {
      return new Step(state, List.of(actions));
    }
  }

  /** The application closes. */
  static Step onClose(Closing state, CloseReason reason) {
    return switch (state) {
      case Open open -> Step.to(new Sent(reason), new Action.WriteClose(reason));
      // 5.5.1: nothing is sent after a Close frame
      case Sent sent -> Step.to(sent);
      case Done done -> Step.to(done);
      case Failed failed -> Step.to(failed);
    };
  }

  /** The peer's Close frame has come. */
  static Step onCloseFrame(Closing state, CloseReason received, Role role) {
    return switch (state) {
      case Open open -> {
        // 5.5.1: a first Close frame is answered with a Close frame, echoing its code
        CloseReason echo = new CloseReason(received.code(), "");
        yield ended(new Done(echo, received, true), role, List.of(new Action.WriteClose(echo)));
      }
      case Sent(CloseReason sent) -> ended(new Done(sent, received, false), role, List.of());
      // 1.4: whatever follows a Close frame is discarded
      case Done done -> Step.to(done);
      case Failed failed -> Step.to(failed);
    };
  }

  /** This endpoint fails the connection (7.1.7). */
  static Step onFailure(Closing state, CloseReason reason) {
    return switch (state) {
      case Open open ->
          Step.to(new Failed(reason), new Action.WriteClose(reason), new Action.EndStream());
      case Sent(CloseReason sent) -> Step.to(new Failed(sent), new Action.EndStream());
      case Done done -> Step.to(done);
      case Failed failed -> Step.to(failed);
    };
  }

  private static Step ended(Done done, Role role, List<Action> first) {
    // 7.1.1: the server ends the TCP stream first; the client waits for it
    if (role == Role.CLIENT) {
      return new Step(done, first);
    }
    return first.isEmpty()
        ? Step.to(done, new Action.EndStream())
        : Step.to(done, first.get(0), new Action.EndStream());
  }
}
