package io.hawser.connection;

import io.hawser.extension.DeflateProfile;
import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
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

  /** Begins with nothing encoded. */
  public SharedMessage(Message message) {
    this.message = message;
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
