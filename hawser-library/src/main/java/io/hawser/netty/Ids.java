package io.hawser.netty;

import java.util.concurrent.atomic.AtomicLong;

/** Short names of connections and clients, unique in this process. */
public final class Ids {
  private static final AtomicLong LAST = new AtomicLong();
  private static final AtomicLong LAST_CLIENT = new AtomicLong();

  private Ids() {}

  static String next() {
    return "ws-" + LAST.incrementAndGet();
  }

  /** Returns a name for a client that opens connections one after the other. */
  public static String nextClient() {
    return "client-" + LAST_CLIENT.incrementAndGet();
  }
}
