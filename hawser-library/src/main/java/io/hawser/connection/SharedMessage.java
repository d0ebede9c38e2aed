package io.hawser.connection;

import io.hawser.WebSocket;
import io.hawser.extension.DeflateProfile;
import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A message for many connections: encoded once for all that agreed on the same, by the first event
 * loop that needs it. Safe from any thread.
 */
public final class SharedMessage {
  private final Message message;
  private final Map<DeflateProfile, SharedFrame> compressed = new ConcurrentHashMap<>(2);
  private volatile @Nullable SharedFrame plain;
  private final AtomicInteger queues = new AtomicInteger();

  /** What came of looking, kept so that it is looked. */
  @SuppressWarnings("unused")
  private int kept;

  /** Begins with nothing encoded. */
  public SharedMessage(Message message) {
    this.message = message;
  }

  /** Has what these connections need to get it fetched from memory, for all of them together. */
  public void prefetch(List<? extends WebSocket> connections) {
    if (connections.size() == 1) {
      return;
    }
    int sum = 0;
    for (WebSocket ws : connections) {
      if (ws instanceof Connection connection) {
        sum += connection.prefetchToSend();
      }
    }
    kept = sum;
  }

  Message message() {
    return message;
  }

  /** Returns the frame for connections of a profile; null for those that do not compress. */
  SharedFrame frame(@Nullable DeflateProfile profile) {
    if (profile != null) {
      // another loop that asks meanwhile waits, for no longer than it would compress itself
      return compressed.computeIfAbsent(profile, key -> SharedFrame.compressed(message, key));
    }
    SharedFrame known = plain;
    if (known == null) {
      // two loops may do it at once: the same bytes come of it
      known = SharedFrame.of(message);
      plain = known;
    }
    return known;
  }

  /** Stands in one queue more; returns whether it is the first. */
  boolean acquire() {
    return queues.getAndIncrement() == 0;
  }

  /** Stands in one queue less; returns whether it was the last. */
  boolean release() {
    return queues.decrementAndGet() == 0;
  }
}
