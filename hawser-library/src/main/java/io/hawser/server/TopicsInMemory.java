package io.hawser.server;

import io.hawser.WebSocket;
import io.hawser.lock.BriefLock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Subscriptions of one process; a topic exists while it has a subscriber. */
final class TopicsInMemory implements Topics {
  /** So that few topics are in each, and one is found as soon as in a hash map. */
  private static final int PARTS = 4096;

  private final BriefLock lock = new BriefLock();

  /**
   * By the hash codes of topics; changed under the lock, read without. No hash maps: where many
   * names have one hash code, as peers may choose them, a writer waits for readers. The sets are
   * only gone through, which holds up nobody.
   */
  private final AtomicReferenceArray<@Nullable Map<String, Set<WebSocket>>> parts =
      new AtomicReferenceArray<>(PARTS);

  // guarded by lock: what each connection is subscribed to, from its first subscription to its end
  private final Map<WebSocket, Set<String>> topics = new HashMap<>();

  @Override
  public boolean subscribe(WebSocket ws, String topic) {
    boolean first;
    boolean added;
    lock.lock();
    try {
      Set<String> known = topics.get(ws);
      first = known == null;
      if (known == null) {
        if (ws.closure().isPresent()) {
          return false;
        }
        known = new HashSet<>();
        topics.put(ws, known);
      }
      added = known.add(topic) && added(topic).add(ws);
    } finally {
      lock.unlock();
    }
    if (first) {
      // not under the lock: it may start a thread. If the connection has closed meanwhile, it is
      // forgotten at once
      ws.onClose().thenRun(() -> forget(ws));
    }
    return added;
  }

  @Override
  public boolean unsubscribe(WebSocket ws, String topic) {
    lock.lock();
    try {
      Set<String> known = topics.get(ws);
      return known != null && known.remove(topic) && remove(ws, topic);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<WebSocket> subscribers(String topic) {
    return Set.copyOf(of(topic));
  }

  @Override
  public Broadcast.Result publish(String topic, Broadcast broadcast) {
    return broadcast.to(of(topic));
  }

  private void forget(WebSocket ws) {
    lock.lock();
    try {
      Set<String> known = topics.remove(ws);
      if (known != null) {
        known.forEach(topic -> remove(ws, topic));
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(WebSocket ws, String topic) {
    Map<String, Set<WebSocket>> part = parts.get(index(topic));
    Set<WebSocket> set = part == null ? null : part.get(topic);
    if (part == null || set == null || !set.remove(ws)) {
      return false;
    }
    if (set.isEmpty()) {
      part.remove(topic);
    }
    return true;
  }

  /** Returns the subscribers of a topic, to be gone through. */
  private Set<WebSocket> of(String topic) {
    Map<String, Set<WebSocket>> part = parts.get(index(topic));
    return part == null ? Set.of() : part.getOrDefault(topic, Set.of());
  }

  /** Returns the subscribers of a topic, to be changed under the lock. */
  private Set<WebSocket> added(String topic) {
    int index = index(topic);
    Map<String, Set<WebSocket>> part = parts.get(index);
    if (part == null) {
      part = new ConcurrentSkipListMap<>();
      parts.set(index, part);
    }
    return part.computeIfAbsent(topic, name -> ConcurrentHashMap.newKeySet());
  }

  private static int index(String topic) {
    int hash = topic.hashCode();
    return (hash ^ hash >>> 16) & (PARTS - 1);
  }
}
