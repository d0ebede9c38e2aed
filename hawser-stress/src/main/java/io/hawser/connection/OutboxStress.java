package io.hawser.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hawser.Queues;
import io.hawser.SlowConsumer;
import io.hawser.connection.Outbox.Placed;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LJ_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Senders fill an {@link Outbox} while the event loop, or whoever closes, empties it. */
final class OutboxStress {
  /** One of these fills an outbox. */
  private static final Message FILLING = Message.text("x".repeat(1024 * 1024));

  private OutboxStress() {}

  private static Outgoing whole(String text) {
    return new Outgoing.Whole(Message.text(text), null, null);
  }

  private static Outgoing piece(String text, boolean first, boolean last) {
    return new Outgoing.Piece(new Fragment(Message.text(text), first, last), null);
  }

  private static String name(@Nullable Outgoing entry) {
    return switch (entry) {
      case null -> "";
      case Outgoing.Whole whole when whole.message().size() > 1 -> "big";
      case Outgoing.Whole whole -> whole.message().text();
      case Outgoing.Piece piece -> piece.fragment().text();
      case Outgoing.ForMany many -> "many";
    };
  }

  /** An outbox, what it takes of the memory for all, and calls that throw nothing. */
  abstract static class Queue {
    // of its own, for an entry stands in one queue at a time
    final Outgoing a = whole("A");
    final Outgoing b = whole("B");

    final Outgoing big = new Outgoing.Whole(FILLING, null, null);

    final OutboundBudget budget = OutboundBudget.unlimited();
    final Outbox outbox = new Outbox(Queues.defaults(), budget, (messages, bytes) -> {});

    final String put(Outgoing entry) {
      return put(outbox, entry);
    }

    static String put(Outbox outbox, Outgoing entry) {
      try {
        return outbox.put(entry, Outbox.FOREVER).toString();
      } catch (InterruptedException e) {
        return "interrupted";
      }
    }

    /** Sends a message in two fragments. */
    final void putFragments(String first, String last) {
      try {
        outbox.beginFragments();
        put(piece(first, true, false));
        put(piece(last, false, true));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Takes all there is. */
    final String drain() {
      var all = new StringBuilder();
      for (Outgoing entry = outbox.poll(); entry != null; entry = outbox.poll()) {
        all.append(name(entry));
      }
      return all.toString();
    }
  }

  /** What the loop has not taken when it ends, it is scheduled for. */
  @JCStressTest
  @Outcome(id = "SCHEDULE, A", expect = ACCEPTABLE, desc = "too late for this turn")
  @Outcome(id = "SCHEDULE, ", expect = ACCEPTABLE, desc = "scheduled for a turn that finds nothing")
  @Outcome(id = "QUEUED, ", expect = ACCEPTABLE, desc = "in time for this turn")
  @Outcome(id = "QUEUED, A", expect = FORBIDDEN, desc = "queued, and nobody comes for it")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Schedule extends Queue {
    public Schedule() {
      put(b);
    }

    @Actor
    public void sender(LL_Result r) {
      r.r1 = put(a);
    }

    @Actor
    public void loop() {
      drain();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = drain();
    }
  }

  /** A sender that waits for room goes on when there is. */
  @JCStressTest
  @Outcome(id = "SCHEDULE, A", expect = ACCEPTABLE)
  @Outcome(id = "QUEUED, A", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Room extends Queue {
    public Room() {
      put(big);
    }

    @Actor
    public void sender(LL_Result r) {
      r.r1 = put(a);
    }

    @Actor
    public void loop() {
      outbox.poll();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = drain();
    }
  }

  /** A sender that waits for room goes on when there will be none. */
  @JCStressTest
  @Outcome(id = "SEALED, big", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Seal extends Queue {
    public Seal() {
      put(big);
    }

    @Actor
    public void sender(LL_Result r) {
      r.r1 = put(a);
    }

    @Actor
    public void closer() {
      outbox.seal();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = drain();
    }
  }

  /** Interrupted while it waits for room, a sender has queued its message or it has not. */
  @JCStressTest
  @Outcome(id = "interrupted, ", expect = ACCEPTABLE)
  @Outcome(id = "SCHEDULE, A", expect = ACCEPTABLE)
  @Outcome(id = "QUEUED, A", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Interrupt extends Queue {
    private volatile @Nullable Thread sending;
    private volatile boolean interrupted;

    public Interrupt() {
      put(big);
    }

    @Actor
    public void loop() {
      Thread thread = sending;
      while (thread == null) {
        Thread.onSpinWait();
        thread = sending;
      }
      outbox.poll();
      thread.interrupt();
      interrupted = true;
    }

    @Actor
    public void sender(LL_Result r) {
      sending = Thread.currentThread();
      r.r1 = put(a);
      while (!interrupted) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // must not reach what this thread does next
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = drain();
    }
  }

  /** Whole messages wait until a message in fragments is through (RFC 6455, 5.4). */
  @JCStressTest
  @Outcome(id = "12A", expect = ACCEPTABLE)
  @Outcome(id = "A12", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class FragmentsAndWhole extends Queue {
    @Actor
    public void streaming() {
      putFragments("1", "2");
    }

    @Actor
    public void sender() {
      put(a);
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = drain();
    }
  }

  /** So do other messages in fragments. */
  @JCStressTest
  @Outcome(id = "1234", expect = ACCEPTABLE)
  @Outcome(id = "3412", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class FragmentsAndFragments extends Queue {
    @Actor
    public void one() {
      putFragments("1", "2");
    }

    @Actor
    public void other() {
      putFragments("3", "4");
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = drain();
    }
  }

  /** What the loop writes past the outbox does not come inside a message in fragments. */
  @JCStressTest
  @Outcome(id = "false, 2", expect = ACCEPTABLE, desc = "the end of the message goes first")
  @Outcome(expect = FORBIDDEN, desc = "a message inside another")
  @State
  public static class PastTheEndOfFragments extends Queue {
    public PastTheEndOfFragments() {
      try {
        outbox.beginFragments();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      put(piece("1", true, false));
      drain();
    }

    @Actor
    public void streaming() {
      put(piece("2", false, true));
    }

    @Actor
    public void loop(ZL_Result r) {
      r.r1 = outbox.isPassable();
    }

    @Arbiter
    public void after(ZL_Result r) {
      r.r2 = drain();
    }
  }

  /** Nor when the next message in fragments begins at once, nor while the loop takes them. */
  @JCStressTest
  @Outcome(id = "P*12P*34P*", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a message inside another")
  @State
  public static class PastFragments extends Queue {
    private final StringBuilder wire = new StringBuilder();

    @Actor
    public void streaming() {
      putFragments("1", "2");
      putFragments("3", "4");
    }

    @Actor
    public void loop() {
      for (int turn = 0; turn < 8; turn++) {
        if (outbox.isPassable()) {
          wire.append('P');
        }
        Outgoing entry = outbox.poll();
        wire.append(name(entry));
      }
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = wire + drain();
    }
  }

  /** Whatever a full outbox drops, and whoever empties it: the memory for all is given back. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "memory is lost, or given back twice")
  @State
  public static class Budget extends Queue {
    private final SharedMessage shared = new SharedMessage(Message.text("A"));

    public Budget() {
      put(big);
    }

    @Actor
    public void sender() {
      try {
        Placed placed =
            outbox.offer(new Outgoing.ForMany(shared, null, null), SlowConsumer.dropOldest());
        if (placed != Placed.SEALED) {
          outbox.offer(big, SlowConsumer.dropOldest());
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Actor
    public void closer() {
      outbox.poll();
      outbox.discard();
    }

    @Arbiter
    public void after(Z_Result r) {
      r.r1 = budget.usedBytes() == 0 && outbox.queuedBytes() == 0 && outbox.poll() == null;
    }
  }

  /** A message for many counts once as long as it stands in any queue, and not after. */
  @JCStressTest
  @Outcome(id = ", 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class SharedByTwo extends Queue {
    private final Outbox another = new Outbox(Queues.defaults(), budget, (messages, bytes) -> {});
    private final SharedMessage shared = new SharedMessage(Message.text("A"));

    @Actor
    public void one() {
      put(new Outgoing.ForMany(shared, null, null));
      outbox.poll();
    }

    @Actor
    public void other() {
      put(another, new Outgoing.ForMany(shared, null, null));
      another.poll();
    }

    @Arbiter
    public void after(LJ_Result r) {
      r.r1 = drain();
      r.r2 = budget.usedBytes();
    }
  }
}
