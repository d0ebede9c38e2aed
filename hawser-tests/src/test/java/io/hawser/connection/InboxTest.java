package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
  private static final byte[] NOTHING = {};

  private final InboundBudget budget = InboundBudget.unlimited();
  private final List<String> heard = new ArrayList<>();
  private final Inbox inbox =
      new Inbox(
          1_000,
          new InboundShare(
              budget,
              new InboundShare.Owner() {
                @Override
                public void roomAgain() {
                  heard.add("room");
                }

                @Override
                public void givenUp() {}
              }));

  private static Message bytes(int count) {
    return Message.binary(new byte[count]);
  }

  private static Fragment part(int count, boolean first, boolean last) {
    return new Fragment(bytes(count), first, last);
  }

  /** Receives so many bytes, and nothing more in this read; returns whether reading must rest. */
  private boolean receive(int count) {
    boolean atOnce = inbox.message(bytes(count));
    return inbox.readOver() || atOnce;
  }

  private int take() throws Exception {
    Received next = inbox.take(0);
    return next == null ? -1 : next.size();
  }

  @Test
  void isFullFromTheHighMarkToAQuarterOfIt() throws Exception {
    assertThat(receive(700)).isFalse();
    assertThat(receive(200)).isTrue();
    assertThat(receive(30)).isTrue();
    assertThat(inbox.isFull()).isTrue();
    assertThat(take()).isEqualTo(700);
    assertThat(heard).isEmpty();
    assertThat(take()).isEqualTo(200);
    assertThat(heard).containsExactly("room");
    assertThat(inbox.isFull()).isFalse();
    assertThat(budget.usedBytes()).isEqualTo(94);
  }

  @Test
  void whatIsTakenBeforeTheReadIsOverIsNotCountedWithThatOfAll() throws Exception {
    receive(10);
    assertThat(budget.usedBytes()).isZero();
    assertThat(take()).isEqualTo(10);
    inbox.tellShare();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whatIsLeftWhenTheReadIsOverIsCountedUntilItIsTaken() throws Exception {
    receive(10);
    receive(20);
    inbox.tellShare();
    assertThat(budget.usedBytes()).isEqualTo(158);
    assertThat(take()).isEqualTo(10);
    assertThat(take()).isEqualTo(20);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whatIsLittleComesWhenTheReadIsOver() throws Exception {
    inbox.message(bytes(10));
    inbox.message(bytes(20));
    assertThat(take()).isEqualTo(-1);
    assertThat(inbox.readOver()).isFalse();
    assertThat(take()).isEqualTo(10);
    assertThat(take()).isEqualTo(20);
  }

  @Test
  void whatIsMuchComesAtOnceAndInOrder() throws Exception {
    inbox.message(bytes(10));
    inbox.message(bytes(300));
    assertThat(take()).isEqualTo(10);
    assertThat(take()).isEqualTo(300);
    inbox.message(bytes(20));
    assertThat(inbox.fragment(part(30, true, true))).isFalse();
    assertThat(take()).isEqualTo(20);
    assertThat(take()).isEqualTo(30);
  }

  @Test
  void whatIsBeingReadComesBeforeTheEnd() throws Exception {
    inbox.message(bytes(10));
    inbox.end();
    assertThat(inbox.isExhausted()).isFalse();
    assertThat(take()).isEqualTo(10);
    assertThat(inbox.isExhausted()).isTrue();
  }

  @Test
  void manySmallMessagesOfOneReadFillItAsWell() throws Exception {
    boolean full = false;
    for (int i = 0; i < 16; i++) {
      full |= inbox.message(bytes(1));
    }
    assertThat(full).as("1,040 bytes with what each costs").isTrue();
    for (int i = 0; i < 11; i++) {
      take();
    }
    assertThat(heard).isEmpty();
    for (int i = 11; i < 16; i++) {
      take();
    }
    assertThat(heard).containsExactly("room");
    assertThat(inbox.isFull()).isFalse();
  }

  @Test
  void nothingIsLeftOfWhatWasFetchedOnceItIsDropped() throws Exception {
    receive(1);
    inbox.message(bytes(2));
    inbox.message(bytes(3));
    inbox.readOver();
    assertThat(take()).isEqualTo(1);
    assertThat(take()).isEqualTo(2);
    inbox.drop();
    inbox.end();
    assertThat(inbox.isExhausted()).isTrue();
    assertThat(take()).isEqualTo(-1);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void skipsWhatWasFetchedOfAMessage() throws Exception {
    inbox.fragment(part(5, true, false));
    inbox.fragment(part(6, false, false));
    inbox.fragment(part(7, false, true));
    inbox.fragment(part(3, true, true));
    assertThat(take()).isEqualTo(5);
    inbox.skip();
    assertThat(take()).isEqualTo(3);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void isNotCaughtUpWithWhatComesBehindASkippedMessage() throws Exception {
    inbox.fragment(part(5, true, false));
    assertThat(take()).isEqualTo(5);
    assertThat(take()).isEqualTo(-1);
    inbox.fragment(part(7, false, true));
    inbox.fragment(part(3, true, true));
    inbox.skip();
    inbox.whenCaughtUp(() -> heard.add("caught up"));
    assertThat(heard).isEmpty();
    assertThat(take()).isEqualTo(3);
    assertThat(heard).isEmpty();
    take();
    assertThat(heard).containsExactly("caught up");
  }

  @Test
  void isFullThoughAPingCameLast() {
    inbox.listen(0);
    boolean full = false;
    for (int i = 0; i < 8; i++) {
      full |= inbox.message(bytes(120));
      inbox.ping(new byte[100]);
      full |= inbox.readOver();
    }
    assertThat(full).isTrue();
    assertThat(inbox.isFull()).isTrue();
  }

  @Test
  void anInterruptedThreadTakesNothingThoughThereIsSomething() throws Exception {
    receive(1);
    receive(2);
    assertThat(take()).isEqualTo(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::take).isInstanceOf(InterruptedException.class);
    assertThat(take()).isEqualTo(2);
  }

  @Test
  void whatIsMuchIsCountedAtOnce() {
    receive(186);
    assertThat(budget.usedBytes()).isEqualTo(250);
    inbox.drop();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void takesNothingMoreAfterTheEndOrOnceItIsDropped() throws Exception {
    receive(1);
    inbox.end();
    assertThat(receive(2)).isFalse();
    assertThat(inbox.isExhausted()).isFalse();
    assertThat(take()).isEqualTo(1);
    assertThat(inbox.isExhausted()).isTrue();
    inbox.drop();
    assertThat(receive(3)).isFalse();
    assertThat(take()).isEqualTo(-1);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void isNotExhaustedBeforeTheEnd() {
    assertThat(inbox.isExhausted()).isFalse();
  }

  @Test
  void skipsWhatIsThereOfAMessageAndThatAlone() throws Exception {
    inbox.fragment(part(500, true, false));
    inbox.fragment(part(500, false, false));
    assertThat(take()).isEqualTo(500);
    inbox.fragment(part(7, false, true));
    inbox.fragment(part(3, true, true));
    inbox.skip();
    assertThat(heard).containsExactly("room");
    assertThat(take()).isEqualTo(3);
  }

  @Test
  void skipsWhatComesOfAMessageLater() throws Exception {
    inbox.fragment(part(500, true, false));
    assertThat(take()).isEqualTo(500);
    inbox.skip();
    assertThat(inbox.fragment(part(2_000, false, false))).isFalse();
    assertThat(inbox.fragment(part(2_000, false, true))).isFalse();
    inbox.fragment(part(3, true, true));
    assertThat(take()).isEqualTo(3);
  }

  @Test
  void staysFullWhileOthersFillItThoughAMessageIsSkipped() throws Exception {
    inbox.fragment(part(500, true, false));
    assertThat(take()).isEqualTo(500);
    inbox.fragment(part(10, false, true));
    assertThat(inbox.fragment(part(900, true, true))).isTrue();
    inbox.skip();
    assertThat(heard).isEmpty();
    assertThat(inbox.isFull()).isTrue();
  }

  @Test
  void isCaughtUpWhenNothingIsThereAndTheReceiverAsksForMore() throws Exception {
    receive(1);
    receive(2);
    inbox.whenCaughtUp(() -> heard.add("caught up"));
    take();
    take();
    // the receiver is busy with the last
    assertThat(heard).isEmpty();
    assertThat(take()).isEqualTo(-1);
    assertThat(heard).containsExactly("caught up");
    take();
    assertThat(heard).hasSize(1);
  }

  @Test
  void isNotCaughtUpWhileTheReceiverIsBusyWithTheLast() throws Exception {
    receive(1);
    take();
    inbox.whenCaughtUp(() -> heard.add("caught up"));
    receive(2);
    assertThat(heard).isEmpty();
    take();
    assertThat(heard).isEmpty();
    take();
    assertThat(heard).containsExactly("caught up");
  }

  @Test
  void isCaughtUpAtOnceOrOnceItIsDropped() {
    inbox.whenCaughtUp(() -> heard.add("at once"));
    receive(1);
    inbox.whenCaughtUp(() -> heard.add("dropped"));
    assertThat(heard).containsExactly("at once");
    inbox.drop();
    assertThat(heard).containsExactly("at once", "dropped");
  }

  @Test
  void handsAListenerWhatItAskedForAndControlFramesUnasked() throws Exception {
    inbox.ping(NOTHING);
    assertThat(take()).isEqualTo(-1);
    inbox.listen(0);
    inbox.ping(NOTHING);
    inbox.message(bytes(5));
    inbox.pong(NOTHING);
    inbox.readOver();
    assertThat(take()).isZero();
    // behind the message, which waits
    assertThat(take()).isEqualTo(-1);
    inbox.request(1);
    assertThat(take()).isEqualTo(5);
    assertThat(take()).isZero();
  }

  @Test
  void handsAListenerEverythingAtTheEnd() throws Exception {
    inbox.listen(0);
    receive(5);
    inbox.end();
    assertThat(inbox.take(Inbox.FOREVER))
        .isInstanceOfSatisfying(
            Received.Whole.class, whole -> assertThat(whole.message()).isEqualTo(bytes(5)));
    assertThat(inbox.take(Inbox.FOREVER)).isNull();
  }

  @Test
  void demandIsNotNegative() {
    assertThatThrownBy(() -> inbox.listen(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("initialDemand: -1; must not be negative");
  }
}
