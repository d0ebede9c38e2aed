package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Queues;
import io.hawser.SlowConsumer;
import io.hawser.connection.Outbox.Placed;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxTest {
  private static final long ENTRY_BYTES = 500 + Outgoing.OVERHEAD_BYTES;

  private final OutboundBudget budget = new OutboundBudget(1 << 20);
  private final List<String> drops = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(
          Queues.defaults().withSendBytes(1024).withMostBytes(2048),
          budget,
          (messages, bytes) -> drops.add(messages + " of " + bytes));

  private static Outgoing numbered(int number) {
    return new Outgoing.Whole(
        Message.text("%d".formatted(number) + "x".repeat(499)), null, "key " + number % 2);
  }

  private static Outgoing.Piece piece(String text, boolean first, boolean last) {
    return new Outgoing.Piece(new Fragment(Message.text(text), first, last), null);
  }

  private List<String> taken() {
    var taken = new ArrayList<String>();
    for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
      taken.add(
          switch (next) {
            case Outgoing.Whole whole -> whole.message().text().substring(0, 1);
            case Outgoing.Piece piece -> piece.fragment().text();
            case Outgoing.ForMany many -> "for many";
          });
    }
    return taken;
  }

  @Test
  void asksForTheLoopOnceUntilItIsEmpty() throws Exception {
    assertThat(outbox.put(numbered(1), 0)).isEqualTo(Placed.SCHEDULE);
    assertThat(outbox.put(piece("", true, true), 0)).isEqualTo(Placed.QUEUED);
    assertThat(taken()).hasSize(2);
    assertThat(outbox.put(numbered(1), 0)).isEqualTo(Placed.SCHEDULE);
  }

  @Test
  void admitsOneOfAnySizeWhenItIsEmpty() throws Exception {
    var large = new Outgoing.Whole(Message.binary(new byte[1 << 16]), null, null);
    assertThat(outbox.put(large, 0)).isEqualTo(Placed.SCHEDULE);
    assertThat(outbox.put(numbered(1), 0)).isEqualTo(Placed.FULL);
    assertThat(outbox.queuedBytes()).isEqualTo((1 << 16) + Outgoing.OVERHEAD_BYTES);
  }

  @Test
  void admitsMoreOfWhatDoesNotWait() throws Exception {
    assertThat(outbox.put(numbered(1), 0)).isEqualTo(Placed.SCHEDULE);
    assertThat(outbox.put(numbered(2), 0)).isEqualTo(Placed.FULL);
    assertThat(outbox.offer(numbered(3), SlowConsumer.close())).isEqualTo(Placed.QUEUED);
    assertThat(outbox.offer(numbered(4), SlowConsumer.close())).isEqualTo(Placed.QUEUED);
    assertThat(outbox.offer(numbered(5), SlowConsumer.close())).isEqualTo(Placed.OVERRUN);
    assertThat(outbox.offer(numbered(6), SlowConsumer.dropNewest())).isEqualTo(Placed.FULL);
    assertThat(taken()).containsExactly("1", "3", "4");
    assertThat(drops).containsExactly("1 of " + ENTRY_BYTES);
  }

  @Test
  void dropsTheOldestButNotWhatHasBegun() throws Exception {
    outbox.beginFragments();
    outbox.put(piece("begun", true, false), 0);
    for (int i = 1; i <= 9; i++) {
      assertThat(outbox.offer(numbered(i), SlowConsumer.dropOldest())).isEqualTo(Placed.QUEUED);
    }
    outbox.finish(piece("ended", false, true));
    assertThat(taken()).containsExactly("begun", "ended", "7", "8", "9");
    assertThat(outbox.dropped()).isEqualTo(6);
    assertThat(outbox.admitted()).isEqualTo(outbox.taken());
  }

  @Test
  void dropsThoseOfTheSameKeyFirst() throws Exception {
    for (int i = 1; i <= 3; i++) {
      outbox.offer(numbered(i), SlowConsumer.close());
    }
    outbox.offer(numbered(5), SlowConsumer.keepLatestByKey());
    assertThat(taken()).containsExactly("2", "5");
  }

  @Test
  void keepsOthersBehindAMessageInFragments() throws Exception {
    assertThat(outbox.beginFragments()).isTrue();
    outbox.put(piece("a", true, false), 0);
    outbox.put(numbered(1), 0);
    assertThat(outbox.writableBytes()).isEqualTo(1 + Outgoing.OVERHEAD_BYTES);
    assertThat(taken()).containsExactly("a");
    assertThat(outbox.writableBytes()).isZero();
    assertThat(outbox.queuedBytes()).isEqualTo(ENTRY_BYTES);
    outbox.put(piece("b", false, false), 0);
    outbox.finish(piece("c", false, true));
    assertThat(taken()).containsExactly("b", "c", "1");
  }

  @Test
  void givesBackWhatItTookOfTheBudget() throws Exception {
    outbox.put(numbered(1), 0);
    outbox.offer(numbered(2), SlowConsumer.close());
    outbox.offer(numbered(3), SlowConsumer.close());
    assertThat(budget.usedBytes()).isEqualTo(3 * ENTRY_BYTES);
    outbox.poll();
    assertThat(budget.usedBytes()).isEqualTo(2 * ENTRY_BYTES);
    outbox.discard();
    assertThat(budget.usedBytes()).isZero();
    assertThat(outbox.put(numbered(4), 0)).isEqualTo(Placed.SEALED);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void chargesTheBudgetOnceForWhatIsShared() throws Exception {
    var other = new Outbox(Queues.defaults(), budget, (messages, bytes) -> {});
    var shared = new SharedMessage(Message.binary(new byte[500]));
    outbox.put(new Outgoing.ForMany(shared, null, null), 0);
    other.put(new Outgoing.ForMany(shared, null, null), 0);
    assertThat(budget.usedBytes()).isEqualTo(ENTRY_BYTES + Outgoing.OVERHEAD_BYTES);
    outbox.discard();
    other.discard();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void takesNothingMoreThanOneWhenTheBudgetIsUsedUp() throws Exception {
    var poor = new Outbox(Queues.defaults(), new OutboundBudget(600), (messages, bytes) -> {});
    assertThat(poor.put(numbered(1), 0)).isEqualTo(Placed.SCHEDULE);
    assertThat(poor.put(numbered(2), 0)).isEqualTo(Placed.QUEUED);
    assertThat(poor.put(numbered(3), 0)).isEqualTo(Placed.FULL);
    poor.poll();
    poor.poll();
    assertThat(poor.put(numbered(3), 0)).isEqualTo(Placed.SCHEDULE);
  }

  @Test
  void letsTheLoopWriteAtOnceWhatNothingGoesBefore() throws Exception {
    assertThat(outbox.isPassable()).isTrue();
    outbox.put(numbered(1), 0);
    assertThat(outbox.isPassable()).as("behind what is queued").isFalse();
    assertThat(taken()).containsExactly("1");
    assertThat(outbox.isPassable()).isTrue();
    assertThat(outbox.beginFragments()).isTrue();
    assertThat(outbox.isPassable()).as("inside a message in fragments").isFalse();
    outbox.finish(piece("x", true, true));
    assertThat(outbox.isPassable()).as("before its end is taken").isFalse();
    outbox.poll();
    assertThat(outbox.isPassable()).isTrue();
    outbox.seal();
    assertThat(outbox.isPassable()).as("behind the end").isFalse();
  }

  @Test
  @Timeout(60)
  void isNeverPassableInsideAMessageInFragmentsWhileItsEndIsQueued() throws Exception {
    int messages = 20_000;
    var takenPieces = new AtomicInteger();
    var sent =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < messages; i++) {
                sendInTwoPieces(() -> takenPieces.get() % 2 == 1);
              }
            });
    int passable = 0;
    while (takenPieces.get() < 2 * messages && !sent.isCompletedExceptionally()) {
      // looked at often: the moment in which a piece is queued is short
      for (int look = 0; look < 50; look++) {
        passable += outbox.isPassable() && takenPieces.get() % 2 == 1 ? 1 : 0;
      }
      if (outbox.poll() != null) {
        takenPieces.incrementAndGet();
      }
    }
    sent.get();
    assertThat(passable).isZero();
  }

  /** Sends a message of which the last piece is queued while the loop has taken the first. */
  private void sendInTwoPieces(BooleanSupplier firstTaken) {
    try {
      outbox.beginFragments();
      outbox.put(piece("a", true, false), Outbox.FOREVER);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    while (!firstTaken.getAsBoolean()) {
      Thread.onSpinWait();
    }
    outbox.finish(piece("b", false, true));
  }

  @Test
  void admitsNothingOnceItIsSealed() throws Exception {
    outbox.put(numbered(1), 0);
    outbox.seal();
    assertThat(outbox.isOpen()).isFalse();
    assertThat(outbox.put(numbered(2), 0)).isEqualTo(Placed.SEALED);
    assertThat(outbox.offer(numbered(2), SlowConsumer.dropOldest())).isEqualTo(Placed.SEALED);
    assertThat(outbox.finish(piece("x", true, true))).isEqualTo(Placed.SEALED);
    assertThat(outbox.beginFragments()).isFalse();
    assertThat(taken()).containsExactly("1");
  }

  @Test
  void dropsTheOldestWhenNoneIsOfTheSameKey() throws Exception {
    for (int i = 1; i <= 3; i++) {
      outbox.offer(numbered(i), SlowConsumer.close());
    }
    var other = new Outgoing.Whole(Message.text("x".repeat(500)), null, null);
    assertThat(outbox.offer(other, SlowConsumer.keepLatestByKey())).isEqualTo(Placed.QUEUED);
    assertThat(taken()).containsExactly("2", "3", "x");
  }

  @Test
  void dropsOfTheSameKeyBehindAMessageInFragmentsToo() throws Exception {
    outbox.beginFragments();
    outbox.put(piece("begun", true, false), 0);
    for (int i = 1; i <= 3; i++) {
      outbox.offer(numbered(i), SlowConsumer.close());
    }
    assertThat(outbox.offer(numbered(5), SlowConsumer.keepLatestByKey())).isEqualTo(Placed.QUEUED);
    outbox.finish(piece("ended", false, true));
    assertThat(taken()).containsExactly("begun", "ended", "2", "5");
  }

  @Test
  void neverDropsAMessageInFragmentsThatHasBegun() throws Exception {
    outbox.beginFragments();
    outbox.put(piece("x".repeat(500), true, false), 0);
    var large = new Outgoing.Whole(Message.binary(new byte[4096]), null, null);
    assertThat(outbox.offer(large, SlowConsumer.dropOldest())).isEqualTo(Placed.FULL);
    assertThat(taken()).hasSize(1);
  }

  @Test
  void aBudgetIsPositive() {
    assertThatThrownBy(() -> new OutboundBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outbound budget: 0; must be positive");
  }
}
