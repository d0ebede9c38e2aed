package io.hawser.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A budget of retries: so many at once, so many a second, for each origin. */
class RetryBudgetTest {
  private final ManualClock clock = new ManualClock();

  private List<RetryBudget.Ticket> enter(RetryBudget budget, int retries) {
    return IntStream.range(0, retries).mapToObj(i -> budget.enter("ws://a", clock)).toList();
  }

  private static long admitted(List<RetryBudget.Ticket> tickets) {
    return tickets.stream().filter(ticket -> ticket.turn().isDone()).count();
  }

  @Test
  void soManyAreInFlightAndOthersWaitInLine() {
    var tickets = enter(RetryBudget.of(8, 20), 20);
    assertThat(admitted(tickets)).isEqualTo(8);
    for (int released = 0; released < 20; released++) {
      assertThat(admitted(tickets)).isEqualTo(Math.min(20, 8 + released));
      tickets.get(released).release();
    }
  }

  @Test
  void whoLeavesTheLineMakesNoRoom() {
    var tickets = enter(RetryBudget.of(1, 20), 3);
    tickets.get(1).release();
    assertThat(tickets.get(2).turn()).isNotDone();
    tickets.get(0).release();
    assertThat(tickets.get(2).turn()).isDone();
  }

  @Test
  void soManyBeginWithinASecond() {
    var budget = RetryBudget.of(1000, 20);
    var gaps = new ArrayList<Duration>();
    for (var ticket : enter(budget, 100)) {
      gaps.add(ticket.gap());
    }
    assertThat(gaps.getFirst()).isZero();
    assertThat(gaps.get(20)).hasSeconds(1);
    assertThat(gaps.get(99)).hasMillis(4950);
    clock.advance(Duration.ofSeconds(5));
    assertThat(enter(budget, 1).getFirst().gap()).isZero();
  }

  @Test
  void eachOriginHasItsOwn() {
    var budget = RetryBudget.of(1, 1);
    var first = budget.enter("ws://a", clock);
    var second = budget.enter("ws://b", clock);
    assertThat(first.turn()).isDone();
    assertThat(second.turn()).isDone();
    assertThat(first.gap()).isZero();
    assertThat(second.gap()).isZero();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryBudget.of(0, 1))
        .withMessage("retry budget: 0 in flight, 1 a second; must be positive");
    assertThat(RetryBudget.shared()).isSameAs(RetryBudget.shared());
    assertThat(admitted(enter(RetryBudget.unlimited(), 1000))).isEqualTo(1000);
  }
}
