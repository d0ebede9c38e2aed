package io.hawser.connection;

import io.hawser.Queues;
import io.hawser.SlowConsumer;
import io.hawser.lock.BriefLock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way from any thread to the event loop, in wire order, bounded in bytes: an entry
 * is admitted when the outbox is empty or it fits.
 */
final class Outbox {
  /** As long as it takes. */
  static final long FOREVER = BriefLock.FOREVER;

  private final Queues queues;
  private final OutboundBudget budget;
  private final Drops drops;
  private final BriefLock lock = new BriefLock();

  // guarded by lock
  private final WireOrder order = new WireOrder();
  private long admitted;
  private long taken;
  private long dropped;
  private long droppedBytes;

  /** Who waits for room; null before anybody does: few do. */
  private @Nullable ArrayDeque<Thread> waiting;

  /** Whether they are to look again. */
  private boolean roomier;

  /** Whether no entries are admitted any more; written under the lock. */
  private volatile boolean sealed;

  /** Whether the loop is to drain the outbox; guarded by the lock. */
  private boolean scheduled;

  /**
   * Whether an entry must queue, for any of the reasons at once; written under the lock. One field,
   * so that whoever reads it without the lock sees no moment in which one reason has gone and the
   * next has not come, as between the end of a message in fragments and the turn to write it.
   */
  private volatile boolean busy;

  /** What became of an entry. */
  enum Placed {
    /** Queued; the caller must have the loop drain the outbox. */
    SCHEDULE,
    /** Queued; somebody has scheduled the loop already. */
    QUEUED,
    /** Not queued: there was no room, or none in time. */
    FULL,
    /** Not queued: there was no room, and the connection is to be closed for it. */
    OVERRUN,
    /** Not queued: the connection closes, or has closed. */
    SEALED
  }

  /** Hears, by any thread, what was dropped because the peer is slow; must not block. */
  interface Drops {
    void dropped(int messages, long bytes);
  }

  Outbox(Queues queues, OutboundBudget budget, Drops drops) {
    this.queues = queues;
    this.budget = budget;
    this.drops = drops;
  }

  /** Queues an entry as soon as there is room, or not at all if there is none in time. */
  Placed put(Outgoing entry, long nanos) throws InterruptedException {
    return put(entry, nanos, queues.sendBytes());
  }

  private Placed put(Outgoing entry, long nanos, long bound) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!sealed && !fits(entry, bound)) {
        if (left <= 0) {
          return Placed.FULL;
        }
        left = await(left);
      }
      return sealed ? Placed.SEALED : admit(entry);
    } finally {
      unlock();
    }
  }

  /** Queues an entry at once, or does what the policy says; only one of its kinds waits. */
  Placed offer(Outgoing entry, SlowConsumer policy) throws InterruptedException {
    if (policy instanceof SlowConsumer.Block(var timeout)) {
      Placed placed = put(entry, timeout.toNanos(), queues.mostBytes());
      return placed == Placed.FULL ? Placed.OVERRUN : placed;
    }
    Placed placed;
    long messages;
    long bytes;
    lock.lock();
    try {
      if (sealed) {
        return Placed.SEALED;
      }
      long droppedBefore = dropped;
      long bytesBefore = droppedBytes;
      placed =
          makeRoom(entry, policy)
              ? admit(entry)
              : policy instanceof SlowConsumer.Close ? Placed.OVERRUN : Placed.FULL;
      if (placed == Placed.FULL) {
        dropped++;
        droppedBytes += entry.cost();
      }
      messages = dropped - droppedBefore;
      bytes = droppedBytes - bytesBefore;
    } finally {
      unlock();
    }
    if (messages > 0) {
      drops.dropped((int) messages, bytes);
    }
    return placed;
  }

  /**
   * Begins a message in fragments, as soon as no other is under way; its last piece ends it.
   *
   * @return false if the connection closes
   */
  boolean beginFragments() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!sealed && order.isFragmenting()) {
        await(FOREVER);
      }
      if (!sealed) {
        order.beginFragments();
        noteBusy();
      }
      return !sealed;
    } finally {
      unlock();
    }
  }

  /** Queues the last piece of a message in fragments; nothing may keep the others waiting. */
  Placed finish(Outgoing.Piece last) {
    lock.lock();
    try {
      return sealed ? Placed.SEALED : admit(last);
    } finally {
      unlock();
    }
  }

  /**
   * Whether nothing goes before what the loop writes past the outbox now. What others queue at the
   * same time may go before it or behind it.
   */
  boolean isPassable() {
    return !busy;
  }

  /** Takes the next entry; null if there is none. A later one must schedule the loop then. */
  @Nullable Outgoing poll() {
    if (!busy) {
      return null;
    }
    lock.lock();
    try {
      Outgoing entry = order.poll();
      if (scheduled && order.isEmpty()) {
        scheduled = false;
        noteBusy();
      }
      if (entry == null) {
        return null;
      }
      budget.give(entry.release());
      taken++;
      tellRoomier();
      return entry;
    } finally {
      unlock();
    }
  }

  /** Admits no more; what is queued stays. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
      noteBusy();
      tellRoomier();
    } finally {
      unlock();
    }
  }

  /** Admits no more, and forgets what is queued. */
  void discard() {
    lock.lock();
    try {
      order.removeIf(entry -> true, entry -> budget.give(entry.release()));
      sealed = true;
      noteBusy();
      tellRoomier();
    } finally {
      unlock();
    }
  }

  /** Whether entries are still admitted. */
  boolean isOpen() {
    return !sealed;
  }

  /** How many bytes are queued. */
  long queuedBytes() {
    lock.lock();
    try {
      return order.allBytes();
    } finally {
      unlock();
    }
  }

  /** How many of them the loop can write: others wait for the end of a message in fragments. */
  long writableBytes() {
    lock.lock();
    try {
      return order.bytes();
    } finally {
      unlock();
    }
  }

  /** How many entries were admitted up to now. */
  long admitted() {
    lock.lock();
    try {
      return admitted;
    } finally {
      unlock();
    }
  }

  /** How many of the admitted entries are not queued any more. */
  long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      unlock();
    }
  }

  /** How many messages were dropped because the peer is slow. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      unlock();
    }
  }

  /**
   * Waits for room once, or for no reason; returns how much time is left. Its caller looks again.
   */
  private long await(long nanos) throws InterruptedException {
    Thread me = Thread.currentThread();
    if (waiting == null) {
      waiting = new ArrayDeque<>(1);
    }
    ArrayDeque<Thread> queue = waiting;
    queue.add(me);
    noteBusy();
    try {
      return lock.await(this, nanos);
    } finally {
      queue.remove(me);
      noteBusy();
    }
  }

  /** Called once all is true that a change makes true, and never between. */
  private void noteBusy() {
    busy = scheduled || sealed || isAnybodyWaiting() || order.isFragmenting();
  }

  private boolean isAnybodyWaiting() {
    return waiting != null && !waiting.isEmpty();
  }

  private void tellRoomier() {
    roomier = true;
  }

  /**
   * Frees the lock, and wakes those who wait, if they are to look again: they would want it next.
   */
  private void unlock() {
    List<Thread> woken = List.of();
    try {
      if (roomier && waiting != null) {
        woken = List.copyOf(waiting);
      }
    } finally {
      roomier = false;
      lock.unlock();
    }
    woken.forEach(LockSupport::unpark);
  }

  private boolean fits(Outgoing entry, long bound) {
    long before = order.bytesBefore(entry);
    return before == 0 || (before + entry.cost() <= bound && !budget.isUsedUp());
  }

  private Placed admit(Outgoing entry) {
    admitted++;
    budget.take(entry.acquire());
    boolean wasFragmenting = order.isFragmenting();
    boolean next = order.place(entry);
    if (wasFragmenting && !order.isFragmenting()) {
      // somebody may wait to begin another
      tellRoomier();
    }
    if (!next || scheduled) {
      return Placed.QUEUED;
    }
    scheduled = true;
    noteBusy();
    return Placed.SCHEDULE;
  }

  /** Drops what the policy lets drop; returns whether there is room. */
  private boolean makeRoom(Outgoing entry, SlowConsumer policy) {
    if (!fits(entry, queues.mostBytes())) {
      if (policy instanceof SlowConsumer.KeepLatestByKey) {
        dropKey(entry.key());
        dropOldest(entry);
      } else if (policy instanceof SlowConsumer.DropOldest) {
        dropOldest(entry);
      }
    }
    return fits(entry, queues.mostBytes());
  }

  private void dropKey(@Nullable Object key) {
    if (key != null) {
      order.removeIf(queued -> key.equals(queued.key()), this::countDrop);
    }
  }

  private void dropOldest(Outgoing newest) {
    // a message in fragments that has begun must go on
    order.removeIf(
        queued -> !(queued instanceof Outgoing.Piece) && !fits(newest, queues.mostBytes()),
        this::countDrop);
  }

  private void countDrop(Outgoing queued) {
    budget.give(queued.release());
    taken++;
    dropped++;
    droppedBytes += queued.cost();
  }
}
