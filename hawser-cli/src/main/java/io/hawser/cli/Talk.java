package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;

/** What is said over one connection, both ways. One thread sends, another one receives. */
final class Talk {
  private final WebSocket ws;
  private final Lull lull = new Lull();

  // of the thread that sends
  private long sent;

  Talk(WebSocket ws) {
    this.ws = ws;
  }

  /**
   * Sends a line.
   *
   * @throws ConnectionClosedException if the connection did not take it
   */
  void send(String line) {
    ws.send(line);
    sent++;
  }

  /** Waits until what was sent is answered, so far as can be told, or the connection has closed. */
  void awaitAnswers() throws InterruptedException {
    Thread.ofVirtual().name("hawser-ping").start(this::awaitArrival);
    lull.await(sent);
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

  /**
   * Writes down what comes.
   *
   * @return true once the connection closes; false if nobody reads what would come
   */
  boolean receiveAll(Transcript transcript) {
    try {
      boolean read = true;
      while (read) {
        lull.waiting();
        var message = ws.receive();
        lull.received();
        read = transcript.message(message);
      }
      return false;
    } catch (ConnectionClosedException e) {
      // its closure tells how
      return true;
    }
  }

  boolean isOpen() {
    return ws.isOpen();
  }
}
