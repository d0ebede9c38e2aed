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
          () -> heard.add("drained"),
          new InboundShare(
              budget,
              new InboundShare.Owner() {
                @Override
                public void roomAgain() {}

                @Override
                public void givenUp() {}
              }));

  private static Message bytes(int count) {
    return Message.binary(new byte[count]);
  }

  private static Fragment part(int count, boolean first, boolean last) {
    return new Fragment(bytes(count), first, last);
  }

  private int take() throws Exception {
    Received next = inbox.take(0);
    return next == null ? -1 : next.size();
  }

  @Test
  void isFullFromTheHighMarkToAQuarterOfIt() throws Exception {
    assertThat(inbox.message(bytes(700))).isFalse();
    assertThat(inbox.message(bytes(200))).isTrue();
    assertThat(inbox.message(bytes(30))).isFalse();
    assertThat(inbox.isFull()).isTrue();
    assertThat(take()).isEqualTo(700);
    assertThat(heard).isEmpty();
    assertThat(take()).isEqualTo(200);
    assertThat(heard).containsExactly("drained");
    assertThat(inbox.isFull()).isFalse();
    assertThat(budget.usedBytes()).isEqualTo(94);
  }

  @Test
  void whatIsTakenBeforeTheReadIsOverIsNotCountedWithThatOfAll() throws Exception {
    inbox.message(bytes(10));
    assertThat(budget.usedBytes()).isZero();
    assertThat(take()).isEqualTo(10);
    inbox.tellShare();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whatIsLeftWhenTheReadIsOverIsCountedUntilItIsTaken() throws Exception {
    inbox.message(bytes(10));
    inbox.message(bytes(20));
    inbox.tellShare();
    assertThat(budget.usedBytes()).isEqualTo(158);
    assertThat(take()).isEqualTo(10);
    assertThat(take()).isEqualTo(20);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whatIsMuchIsCountedAtOnce() {
    inbox.message(bytes(186));
    assertThat(budget.usedBytes()).isEqualTo(250);
    inbox.drop();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void takesNothingMoreAfterTheEndOrOnceItIsDropped() throws Exception {
    inbox.message(bytes(1));
    inbox.end();
    assertThat(inbox.message(bytes(2))).isFalse();
    assertThat(inbox.isExhausted()).isFalse();
    assertThat(take()).isEqualTo(1);
    assertThat(inbox.isExhausted()).isTrue();
    inbox.drop();
    assertThat(inbox.message(bytes(3))).isFalse();
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
    assertThat(heard).containsExactly("drained");
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
    inbox.message(bytes(1));
    inbox.message(bytes(2));
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
    inbox.message(bytes(1));
    take();
    inbox.whenCaughtUp(() -> heard.add("caught up"));
    inbox.message(bytes(2));
    assertThat(heard).isEmpty();
    take();
    assertThat(heard).isEmpty();
    take();
    assertThat(heard).containsExactly("caught up");
  }

  @Test
  void isCaughtUpAtOnceOrOnceItIsDropped() {
    inbox.whenCaughtUp(() -> heard.add("at once"));
    inbox.message(bytes(1));
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
    inbox.message(bytes(5));
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
