package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.ConnectionClosedException;
import io.hawser.testkit.ConnectionPair;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pair in memory itself, where it is not what a connection does. */
@Timeout(60)
class ConnectionPairTest {
  private static Set<Thread> loops() {
    var loops = new HashSet<>(Thread.getAllStackTraces().keySet());
    loops.removeIf(thread -> !thread.getName().equals("hawser-memory-loop"));
    return loops;
  }

  @Test
  void aPairWhoseConnectionHasClosedRests() {
    Set<Thread> others = loops();
    try (var pair = ConnectionPair.open()) {
      pair.client().close();
      Set<Thread> own = loops();
      own.removeAll(others);
      assertThat(own).hasSize(1);
      Thread loop = own.iterator().next();
      while (loop.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aClosedPairMayStillBeCalled() {
    var pair = ConnectionPair.open();
    pair.client().send("in flight");
    pair.close();
    pair.close();
    pair.client().close();
    pair.server().close();
    pair.clock().advance(Duration.ofMinutes(1));
    assertThatThrownBy(pair.client()::ping).isInstanceOf(ConnectionClosedException.class);
  }
}
