package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Closure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends lines over a connection and writes down what comes back, until either end closes it. */
final class Conversation {
  private final WebSocket ws;
  private final LineSource lines;
  private final Transcript transcript;
  private final Consumer<String> complaints;
  private final Lull lull = new Lull();

  /**
   * Prepares a conversation.
   *
   * @param complaints told what is wrong with the lines
   */
  Conversation(WebSocket ws, LineSource lines, Transcript transcript, Consumer<String> complaints) {
    this.ws = ws;
    this.lines = lines;
    this.transcript = transcript;
    this.complaints = complaints;
  }

  /** Returns how the connection closed, once it has. Lines may still be waited for: by a daemon. */
  Closure run() {
    // not a virtual thread: reading stdin would hold on to its carrier
    Thread.ofPlatform().daemon().name("hawser-stdin").start(this::sendAll);
    receiveAll();
    ws.close();
    return ws.closure().orElseThrow();
  }

  private void receiveAll() {
    try {
      boolean read = true;
      while (read) {
        lull.waiting();
        var message = ws.receive();
        lull.received();
        read = transcript.message(message);
      }
    } catch (ConnectionClosedException e) {
      // its closure tells how
    }
  }

  private void sendAll() {
    try {
      long sent = 0;
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        ws.send(line);
        sent++;
      }
      Thread.ofVirtual().name("hawser-ping").start(this::awaitArrival);
      lull.await(sent);
    } catch (ConnectionClosedException e) {
      return;
    } catch (Throwable unreadable) {
      // at the end of the connection the terminal is taken away from whoever still reads
      if (ws.isOpen()) {
        complaints.accept("cannot go on reading the input: " + unreadable);
      }
    }
    ws.close();
  }

  /** Waits until all that was sent has reached the peer, however far away it is. */
  private void awaitArrival() {
    try {
      ws.ping();
      lull.arrived();
    } catch (ConnectionClosedException e) {
      // then nothing is waited for
    }
  }
}
