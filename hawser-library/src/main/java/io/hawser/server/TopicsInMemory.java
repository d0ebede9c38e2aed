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

  // changed under the lock, read without
  private final Map<String, Set<WebSocket>> subscribers = new ConcurrentHashMap<>();

  // guarded by lock: what each connection is subscribed to, from its first subscription to its end
  private final Map<WebSocket, Set<String>> topics = new HashMap<>();

  @Override
  public boolean subscribe(WebSocket ws, String topic) {
    lock.lock();
    try {
      Set<String> known = topics.get(ws);
      if (known == null) {
        if (ws.closure().isPresent()) {
          return false;
        }
        known = new HashSet<>();
        topics.put(ws, known);
        ws.onClose().thenRun(() -> forget(ws));
      }
      if (!known.add(topic)) {
        return false;
      }
      return subscribers.computeIfAbsent(topic, name -> ConcurrentHashMap.newKeySet()).add(ws);
    } finally {
      lock.unlock();
    }
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
    return Set.copyOf(subscribers.getOrDefault(topic, Set.of()));
  }

  @Override
  public Broadcast.Result publish(String topic, Broadcast broadcast) {
    return broadcast.to(subscribers.getOrDefault(topic, Set.of()));
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
