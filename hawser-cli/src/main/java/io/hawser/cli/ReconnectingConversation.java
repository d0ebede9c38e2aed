package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.client.Connections;
import io.hawser.model.Closure;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends lines over one connection after the other, and writes down what comes back. */
final class ReconnectingConversation {
  private final Connections connections;
  private final Transcript transcript;
  private final AttemptEvents events;
  private final LineSender sender;
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * Prepares a conversation.
   *
   * @param complaints told what is wrong with the lines
   */
  ReconnectingConversation(
      Connections connections,
      LineSource lines,
      Transcript transcript,
      AttemptEvents events,
      Consumer<String> complaints) {
    this.connections = connections;
    this.transcript = transcript;
    this.events = events;
    this.sender = new LineSender(lines, complaints, this::finish);
  }

  /** Ends the conversation. Safe from any thread. */
  void finish() {
    finished.set(true);
    connections.stop();
  }

  /**
   * Returns how the last connection closed, once the conversation has ended; null if none was open
   * then.
   *
   * @throws io.hawser.error.WebSocketException the fatal cause
   */
  @Nullable Closure run() {
    sender.start();
    try {
      return converse();
    } finally {
      sender.end();
    }
  }

  private @Nullable Closure converse() {
    Closure last = null;
    for (WebSocket ws : connections) {
      events.awaitOpened();
      transcript.opened(ws);
      Closure closure = talk(ws);
      last = finished.get() ? closure : null;
      if (last != null || !events.printsCloses()) {
        transcript.closed(closure);
      }
    }
    return last;
  }

  private Closure talk(WebSocket ws) {
    Talk talk = sender.opened(ws);
    try {
      if (!talk.receiveAll(transcript)) {
        finish();
      }
    } finally {
      sender.closed();
    }
    return ws.onClose().toCompletableFuture().join();
  }
}
