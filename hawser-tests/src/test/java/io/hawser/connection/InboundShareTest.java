package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundShareTest {
  private final InboundBudget budget = new InboundBudget(1_000);
  private final List<String> heard = new ArrayList<>();
  private final InboundShare one = share("one");
  private final InboundShare other = share("other");
  private final InboundShare third = share("third");

  private InboundShare share(String name) {
    return new InboundShare(
        budget,
        new InboundShare.Owner() {
          @Override
          public void roomAgain() {
            heard.add(name + " reads");
          }

          @Override
          public void givenUp() {
            heard.add(name + " is given up");
          }
        });
  }

  @Test
  void aBudgetIsPositive() {
    assertThatThrownBy(() -> new InboundBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inbound budget: 0; must be positive");
  }

  @Test
  void nobodyRestsBelowTheLimit() {
    one.waiting(600);
    other.assembling(399);
    assertThat(one.mustRest()).isFalse();
    assertThat(other.mustRest()).isFalse();
    assertThat(budget.usedBytes()).isEqualTo(999);
  }

  @Test
  void thoseWhoHoldSomethingRestAtTheLimitAndThoseWhoHoldNothingReadOn() {
    one.waiting(600);
    other.waiting(400);
    assertThat(one.mustRest()).isTrue();
    assertThat(other.mustRest()).isTrue();
    assertThat(third.mustRest()).isFalse();
  }

  @Test
  void theyRestUntilAQuarterIsFree() {
    one.waiting(600);
    other.waiting(400);
    assertThat(one.mustRest()).isTrue();
    other.waiting(-250);
    assertThat(one.mustRest()).isTrue();
    assertThat(heard).isEmpty();
    other.waiting(-1);
    assertThat(heard).containsExactly("one reads");
    assertThat(one.mustRest()).isFalse();
    // and not again at three quarters
    other.waiting(200);
    assertThat(one.mustRest()).isFalse();
  }

  @Test
  void whoHoldsNothingAnyMoreReadsOn() {
    one.waiting(1_000);
    other.waiting(10);
    assertThat(other.mustRest()).isTrue();
    other.waiting(-10);
    assertThat(heard).containsExactly("other reads");
    assertThat(other.mustRest()).isFalse();
    // once
    other.waiting(10);
    other.waiting(-10);
    assertThat(heard).containsExactly("other reads");
  }

  @Test
  void theEarliestBeginningIsGivenUpWhenBeginningsLeaveNoQuarter() {
    one.assembling(300);
    other.assembling(300);
    one.assembling(350);
    third.assembling(340);
    assertThat(heard).isEmpty();
    third.assembling(350);
    assertThat(heard).containsExactly("one is given up");
    // what it frees counts already, and nobody else has to go
    assertThat(other.mustRest()).isTrue();
    one.assembling(0);
    assertThat(heard).containsExactly("one is given up", "other reads");
    assertThat(budget.usedBytes()).isEqualTo(650);
  }

  @Test
  void whatIsBegunAnewIsNotTheEarliest() {
    one.assembling(300);
    other.assembling(300);
    one.messageEnded();
    one.assembling(300);
    third.assembling(400);
    assertThat(heard).containsExactly("other is given up");
  }

  @Test
  void nobodyIsGivenUpWhileReceiversCanMakeRoom() {
    one.assembling(749);
    other.waiting(500);
    assertThat(one.mustRest()).isTrue();
    assertThat(heard).isEmpty();
    other.waiting(-500);
    assertThat(heard).containsExactly("one reads");
  }

  @Test
  void beginningsThatTheReceiverKeepsCountAsWell() {
    one.waiting(800);
    one.waiting(-800);
    one.kept(800);
    other.waiting(200);
    assertThat(heard).isEmpty();
    assertThat(other.mustRest()).isTrue();
    assertThat(heard).containsExactly("one is given up");
    one.kept(-800);
    assertThat(heard).containsExactly("one is given up", "other reads");
  }

  @Test
  void whoIsGivenUpIsNotGivenUpAgain() {
    one.assembling(1_000);
    one.assembling(2_000);
    assertThat(heard).containsExactly("one is given up");
    assertThat(budget.usedBytes()).isEqualTo(2_000);
    one.close();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void anEndFreesTheBeginningAndKeepsWhatWaits() {
    one.assembling(300);
    one.waiting(700);
    other.waiting(50);
    assertThat(one.mustRest()).isTrue();
    assertThat(other.mustRest()).isTrue();
    one.close();
    assertThat(budget.usedBytes()).isEqualTo(750);
    one.waiting(-700);
    // too late
    one.kept(500);
    assertThat(budget.usedBytes()).isEqualTo(50);
    assertThat(heard).containsExactly("other reads");
  }
}
