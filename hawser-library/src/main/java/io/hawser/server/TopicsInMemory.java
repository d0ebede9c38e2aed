package io.hawser.server;

import io.hawser.WebSocket;
import io.hawser.lock.BriefLock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Subscriptions of one process; a topic exists while it has a subscriber. */
final class TopicsInMemory implements Topics {
  private final BriefLock lock = new BriefLock();

  /**
   * Guarded by lock. No concurrent map: where many names have one hash code, as peers may choose
   * them, a writer of one waits for readers. The sets are changed under the lock, and gone through
   * without, which holds up nobody.
   */
  private final Map<String, Set<WebSocket>> subscribers = new HashMap<>();

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
      added = known.add(topic);
      if (added) {
        subscribers.computeIfAbsent(topic, name -> ConcurrentHashMap.newKeySet()).add(ws);
      }
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

  /** Returns the subscribers of a topic, to be gone through. */
  private Set<WebSocket> of(String topic) {
    lock.lock();
    try {
      return subscribers.getOrDefault(topic, Set.of());
    } finally {
      lock.unlock();
    }
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
    Set<WebSocket> set = subscribers.get(topic);
    if (set == null || !set.remove(ws)) {
      return false;
    }
    if (set.isEmpty()) {
      subscribers.remove(topic);
    }
    return true;
  }
}
