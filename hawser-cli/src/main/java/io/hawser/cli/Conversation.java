package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.model.Closure;
import java.util.function.Consumer;

/** Sends lines over a connection and writes down what comes back, until either end closes it. */
final class Conversation {
  private final WebSocket ws;
  private final Transcript transcript;
  private final LineSender sender;

  /**
   * Prepares a conversation.
   *
   * @param complaints told what is wrong with the lines
   */
  Conversation(WebSocket ws, LineSource lines, Transcript transcript, Consumer<String> complaints) {
    this.ws = ws;
    this.transcript = transcript;
    this.sender = new LineSender(lines, complaints, ws::close);
  }

  /** Returns how the connection closed, once it has. Lines may still be waited for: by a daemon. */
  Closure run() {
    Talk talk = sender.opened(ws);
    sender.start();
    var unused = talk.receiveAll(transcript);
    sender.end();
    ws.close();
    return ws.closure().orElseThrow();
  }
}
