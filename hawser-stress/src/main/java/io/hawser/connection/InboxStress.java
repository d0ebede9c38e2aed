package io.hawser.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hawser.model.Fragment;
import io.hawser.model.Message;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The event loop fills an {@link Inbox} while another thread empties or drops it. Two actors each:
 * jcstress leaves out, silently, tests with more actors than there are processors.
 */
final class InboxStress {
  private static final Message A = Message.text("A");
  private static final Message B = Message.text("B");

  private static final InboundBudget BUDGET = InboundBudget.unlimited();
  private static final long HIGH_BYTES = 128 * 1024;

  /** Two of these fill an inbox. */
  private static final Message HALF = Message.binary(new byte[64 * 1024]);

  private InboxStress() {}

  private static String now(Inbox inbox) {
    return take(inbox, 0);
  }

  private static InboundShare share(Runnable roomAgain) {
    return new InboundShare(
        BUDGET,
        new InboundShare.Owner() {
          @Override
          public void roomAgain() {
            roomAgain.run();
          }

          @Override
          public void givenUp() {}
        });
  }

  /** One read brings these. */
  private static void receive(Inbox inbox, Message... messages) {
    for (Message message : messages) {
      inbox.message(message);
    }
    inbox.readOver();
  }

  private static String take(Inbox inbox) {
    return take(inbox, Inbox.FOREVER);
  }

  private static String take(Inbox inbox, long nanos) {
    try {
      return name(inbox.take(nanos));
    } catch (InterruptedException e) {
      return "interrupted";
    } catch (IllegalStateException e) {
      return "another receives";
    }
  }

  private static String name(@Nullable Received item) {
    return switch (item) {
      case null -> "none";
      case Received.Whole whole -> whole.message().toString();
      case Received.Part part -> part.fragment().text();
      case Received.Control control -> "control";
    };
  }

  /** The receiver sees every message in order, and then the end. */
  @JCStressTest
  @Outcome(id = "A, B, none", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class OrderAndEnd {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    @Actor
    public void loop() {
      inbox.message(A);
      inbox.readOver();
      inbox.message(B);
      inbox.end();
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = take(inbox);
      r.r2 = take(inbox);
      r.r3 = take(inbox);
    }
  }

  /** While one is there, another is told so; it takes nothing away. */
  @JCStressTest
  @Outcome(id = "another receives, none", expect = ACCEPTABLE)
  @Outcome(id = "A, none", expect = ACCEPTABLE, desc = "the other came first")
  @Outcome(id = "A, another receives", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class SecondReceiver {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = take(inbox);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = now(inbox);
      receive(inbox, A);
    }
  }

  /** Two who take turns, or do not, never get the same message. */
  @JCStressTest
  @Outcome(id = "A, another receives", expect = ACCEPTABLE)
  @Outcome(id = "another receives, A", expect = ACCEPTABLE)
  @Outcome(id = "A, B", expect = ACCEPTABLE)
  @Outcome(id = "B, A", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class ReceiversInTurns {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    public ReceiversInTurns() {
      receive(inbox, A, B);
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = now(inbox);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = now(inbox);
    }
  }

  /** A message and an interrupt at once: the message is received, by this call or the next one. */
  @JCStressTest
  @Outcome(id = "A, none", expect = ACCEPTABLE)
  @Outcome(id = "interrupted, A", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Interrupt {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));
    private volatile @Nullable Thread receiving;
    private volatile boolean interrupted;

    @Actor
    public void loop() {
      Thread thread = receiving;
      while (thread == null) {
        Thread.onSpinWait();
        thread = receiving;
      }
      receive(inbox, A);
      thread.interrupt();
      interrupted = true;
    }

    @Actor
    public void receiver(LL_Result r) {
      receiving = Thread.currentThread();
      r.r1 = take(inbox);
      while (!interrupted) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // must not reach what this thread does next
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = now(inbox);
    }
  }

  /** Once dropped, nothing is received any more, whether it was offered before or after. */
  @JCStressTest
  @Outcome(id = "none, none", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Drop {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    @Actor
    public void loop() {
      receive(inbox, A);
    }

    @Actor
    public void closer(LL_Result r) {
      inbox.drop();
      r.r1 = now(inbox);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = now(inbox);
    }
  }

  /** Whoever waits when the inbox is dropped and ended goes on, with the message or without. */
  @JCStressTest
  @Outcome(id = "A, true", expect = ACCEPTABLE)
  @Outcome(id = "none, true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class DropAndEnd {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    public DropAndEnd() {
      receive(inbox, A);
    }

    @Actor
    public void closer() {
      inbox.drop();
      inbox.end();
    }

    @Actor
    public void receiver(LZ_Result r) {
      r.r1 = take(inbox);
    }

    @Arbiter
    public void after(LZ_Result r) {
      r.r2 = inbox.isExhausted();
    }
  }

  /**
   * However the loop's stop and the receiver's resume meet, an emptied inbox is read into again.
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "nobody will read again")
  @State
  public static class FullAndDrained {
    private volatile boolean drained;
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> drained = true));
    private boolean reading = true;

    @Actor
    public void loop() {
      for (int i = 0; i < 3; i++) {
        if (inbox.message(HALF)) {
          reading = false;
        }
      }
    }

    @Actor
    public void receiver() {
      for (int i = 0; i < 3; i++) {
        take(inbox);
      }
    }

    /** As the loop does it, in a task of its own: by then it may have filled again. */
    @Arbiter
    public void after(Z_Result r) {
      r.r1 = reading || (drained && !inbox.isFull());
    }
  }

  /** A task for when the receiver has caught up runs once; not while it works on a message. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class CaughtUp {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));
    private int tasks;

    @Actor
    public void loop() {
      inbox.message(A);
      inbox.whenCaughtUp(() -> tasks++);
    }

    @Actor
    public void receiver(II_Result r) {
      take(inbox);
      r.r1 = tasks;
    }

    @Arbiter
    public void after(II_Result r) {
      now(inbox);
      now(inbox);
      r.r2 = tasks;
    }
  }

  /** The same where the connection is closed meanwhile: the task runs, and once. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class CaughtUpAndDropped {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));
    private int tasks;

    @Actor
    public void loop() {
      inbox.message(A);
      inbox.whenCaughtUp(() -> tasks++);
      inbox.end();
    }

    @Actor
    public void closer() {
      inbox.drop();
    }

    @Arbiter
    public void after(I_Result r) {
      now(inbox);
      r.r1 = tasks;
    }
  }

  /**
   * Skipped to its end, a message leaves no fragment behind, wherever its fragments were by then.
   */
  @JCStressTest
  @Outcome(id = "A, none", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Skip {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    public Skip() {
      inbox.fragment(new Fragment(Message.text("first"), true, false));
      now(inbox);
    }

    @Actor
    public void loop() {
      inbox.fragment(new Fragment(Message.text("middle"), false, false));
      inbox.fragment(new Fragment(Message.text("last"), false, true));
      receive(inbox, A);
    }

    @Actor
    public void receiver() {
      inbox.skip();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = now(inbox);
      r.r2 = now(inbox);
    }
  }

  /** A listener that asks for more while a message comes gets it. */
  @JCStressTest
  @Outcome(id = "A, none", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Request {
    private final Inbox inbox = new Inbox(HIGH_BYTES, share(() -> {}));

    public Request() {
      inbox.listen(0);
      receive(inbox, A, B);
    }

    @Actor
    public void asking() {
      inbox.request(1);
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = take(inbox);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = now(inbox);
    }
  }
}
