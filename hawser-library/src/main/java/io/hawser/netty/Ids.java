package io.hawser.netty;

import java.util.concurrent.atomic.AtomicLong;

/** Short names of connections, unique in this process. */
final class Ids {
  private static final AtomicLong LAST = new AtomicLong();

  private Ids() {}

  static String next() {
    return "ws-" + LAST.incrementAndGet();
  }
}
