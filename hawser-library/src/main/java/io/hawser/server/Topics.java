package io.hawser.server;

import io.hawser.WebSocket;
import java.util.Set;

/**
 * Who wants to hear of what. {@link #inMemory()} keeps it for one process; a registry that spans
 * several implements this interface and hands on what is published. Safe from any thread.
 */
public interface Topics {
  /** Returns an empty registry for this process. */
  static Topics inMemory() {
    return new TopicsInMemory();
  }

  /**
   * Subscribes a connection, until it closes or is unsubscribed.
   *
   * @return whether it was not subscribed before; false, too, if it is closed
   */
  boolean subscribe(WebSocket ws, String topic);

  /**
   * Ends a subscription.
   *
   * @return whether there was one
   */
  boolean unsubscribe(WebSocket ws, String topic);

  /** The connections that are subscribed now; a copy. */
  Set<WebSocket> subscribers(String topic);

  /** Sends to all that are subscribed, and waits for none, like {@link Broadcast#to}. */
  Broadcast.Result publish(String topic, Broadcast broadcast);

  /**
   * Sends a text to all that are subscribed; otherwise like {@link #publish(String, Broadcast)}.
   */
  default Broadcast.Result publish(String topic, String text) {
    return publish(topic, Broadcast.of(text));
  }
}
