package io.hawser.connection;

import io.hawser.lock.BriefLock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all connections of a server together may hold of what they received: messages that
 * wait for the application, the beginnings of others, and what was read behind them. Safe from any
 * thread.
 *
 * <p>Once it is used up, and until a quarter is free again, a connection reads only while it holds
 * nothing, and little at a time. Where that cannot help, because the beginnings alone leave no
 * quarter free, the connection whose message began first is given up.
 */
public final class InboundBudget {
  private final long limitBytes;
  private final long lowBytes;
  private final AtomicLong usedBytes = new AtomicLong();
  private volatile boolean usedUp;

  private final BriefLock lock = new BriefLock();

  // guarded by lock: who does not read, for the sake of the others
  private final Set<InboundShare> resting = new HashSet<>();

  /** Whether anybody rests; written under the lock, read without by all who make room. */
  private volatile boolean anyRest;

  // guarded by lock: who holds the beginning of a message, the earliest first
  private final Set<InboundShare> beginnings = new LinkedHashSet<>();
  private long beginningBytes;

  /**
   * Begins unused.
   *
   * @throws IllegalArgumentException unless positive
   */
  public InboundBudget(long limitBytes) {
    if (limitBytes <= 0) {
      throw new IllegalArgumentException("inbound budget: " + limitBytes + "; must be positive");
    }
    this.limitBytes = limitBytes;
    this.lowBytes = limitBytes - limitBytes / 4;
  }

  /** Returns one that is never used up. */
  public static InboundBudget unlimited() {
    return new InboundBudget(Long.MAX_VALUE);
  }

  /** How many bytes are held now. */
  public long usedBytes() {
    return usedBytes.get();
  }

  /** Whether it was when somebody asked last, as each does who has read. */
  boolean wasUsedUp() {
    return usedUp;
  }

  boolean isUsedUp() {
    long used = usedBytes.get();
    boolean now = used >= limitBytes || (usedUp && used >= lowBytes);
    if (usedUp != now) {
      usedUp = now;
    }
    return now;
  }

  /** So many bytes more are held, or fewer if negative. */
  void add(long bytes) {
    if (usedBytes.addAndGet(bytes) < lowBytes && bytes < 0 && anyRest) {
      wakeAll();
    }
  }

  private void wakeAll() {
    List<InboundShare> all;
    lock.lock();
    try {
      all = List.copyOf(resting);
      resting.clear();
      anyRest = false;
    } finally {
      lock.unlock();
    }
    all.forEach(InboundShare::roomAgain);
  }

  /** Wakes it as soon as there is room; gives somebody up if there would never be any. */
  void rest(InboundShare share) {
    lock.lock();
    try {
      resting.add(share);
      anyRest = true;
      giveUpEarliest();
    } finally {
      lock.unlock();
    }
  }

  /** Has it read on, if it rests. */
  void wake(InboundShare share) {
    if (anyRest && restsNoMore(share)) {
      share.roomAgain();
    }
  }

  /** Forgets that it rests; returns whether it did. */
  private boolean restsNoMore(InboundShare share) {
    lock.lock();
    try {
      boolean rested = resting.remove(share);
      anyRest = !resting.isEmpty();
      return rested;
    } finally {
      lock.unlock();
    }
  }

  /**
   * It holds so many bytes more, or fewer, of a message that has not ended.
   *
   * @param anew whether it is another message than last time
   */
  void beginning(InboundShare share, long bytes, boolean anew) {
    lock.lock();
    try {
      if (!share.begin(bytes)) {
        return;
      }
      beginningBytes += bytes;
      if (anew || share.beginningBytes() == 0) {
        beginnings.remove(share);
      }
      if (share.beginningBytes() > 0) {
        beginnings.add(share);
        giveUpEarliest();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Its connection is gone. */
  void forget(InboundShare share) {
    lock.lock();
    try {
      if (beginnings.remove(share)) {
        beginningBytes -= share.beginningBytes();
      }
      share.end();
      restsNoMore(share);
    } finally {
      lock.unlock();
    }
  }

  /** Those who are given up free their memory a little later; it counts as free at once. */
  private void giveUpEarliest() {
    while (beginningBytes >= lowBytes && isUsedUp()) {
      InboundShare share = beginnings.iterator().next();
      beginnings.remove(share);
      beginningBytes -= share.beginningBytes();
      share.giveUp();
    }
  }
}
