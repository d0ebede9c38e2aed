package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Latency;
import io.hawser.Timeouts;
import io.hawser.model.Frame;
import io.hawser.model.Opcode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Time is in seconds here. */
class KeepaliveTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Keepalive keepalive = new Keepalive(Deadlines.of(Timeouts.defaults()), 0.5, 0);

  private Frame ping(double seconds) {
    Frame ping = keepalive.regular(true, nanos(seconds));
    assertThat(ping).as("ping at " + seconds).isNotNull();
    return ping;
  }

  private static long nanos(double seconds) {
    return (long) (seconds * SECOND);
  }

  @Test
  void pingsFirstAtTheChosenPlaceOfTheFirstIntervalThenRegularly() {
    assertThat(keepalive.dueNanos()).isEqualTo(nanos(10));
    assertThat(keepalive.regular(true, nanos(9.9))).isNull();
    keepalive.answered(ping(10).payload(), nanos(10.1));
    assertThat(keepalive.regular(true, nanos(29.9))).isNull();
    ping(30);
  }

  @Test
  void doesNotPingWithoutAnInterval() {
    var silent = new Keepalive(Deadlines.of(Timeouts.defaults().withoutPings()), 0.5, 0);
    assertThat(silent.dueNanos()).isEqualTo(Wheel.NEVER);
    assertThat(silent.regular(true, nanos(1e6))).isNull();
  }

  @Test
  void takesASilentPeerForDead() {
    ping(10);
    assertThat(keepalive.dueNanos()).isEqualTo(nanos(30));
    assertThat(keepalive.isDead(nanos(29.9))).isFalse();
    assertThat(keepalive.isDead(nanos(30))).isTrue();
  }

  @Test
  void countsAnyDataAsASignOfLife() {
    ping(10);
    keepalive.heard(nanos(25));
    assertThat(keepalive.isDead(nanos(44.9))).isFalse();
    assertThat(keepalive.isDead(nanos(45))).isTrue();
  }

  @Test
  void doesNotCountDataFromBeforeThePing() {
    keepalive.heard(nanos(9));
    ping(10);
    assertThat(keepalive.isDead(nanos(29.9))).isFalse();
    assertThat(keepalive.isDead(nanos(30))).isTrue();
  }

  @Test
  void standsStillWhileNobodyReadsAndGivesAFullTimeoutAfterwards() {
    ping(10);
    keepalive.reading(false, nanos(15));
    assertThat(keepalive.isDead(nanos(1000))).isFalse();
    keepalive.reading(true, nanos(1000));
    assertThat(keepalive.isDead(nanos(1019.9))).isFalse();
    assertThat(keepalive.isDead(nanos(1020))).isTrue();
  }

  @Test
  void sendsSignsOfLifeWhileNobodyReads() {
    keepalive.answered(ping(10).payload(), nanos(11));
    keepalive.reading(false, nanos(12));
    assertThat(keepalive.dueNanos()).isEqualTo(nanos(22));
    Frame sign = keepalive.regular(true, nanos(22));
    assertThat(sign.opcode()).isEqualTo(Opcode.PONG);
    assertThat(keepalive.dueNanos()).isEqualTo(nanos(32));
    keepalive.reading(true, nanos(100));
    assertThat(ping(100).opcode()).isEqualTo(Opcode.PING);
  }

  @Test
  void hasOneRegularPingOnItsWayAtMost() {
    Frame first = ping(10);
    keepalive.heard(nanos(29));
    assertThat(keepalive.regular(true, nanos(30))).isNull();
    keepalive.answered(first.payload(), nanos(31));
    ping(50);
  }

  @Test
  void doesNotPingIntoAFullSocket() {
    assertThat(keepalive.regular(false, nanos(10))).isNull();
    assertThat(keepalive.isDead(nanos(100))).isFalse();
    ping(30);
  }

  @Test
  void measuresLastLeastAndMean() {
    keepalive.answered(ping(10).payload(), nanos(10.3));
    keepalive.answered(ping(30).payload(), nanos(30.1));
    Keepalive.Measured measured = keepalive.answered(ping(50).payload(), nanos(50.2));
    assertThat(measured).isNotNull();
    assertThat(measured.toLatency())
        .isEqualTo(
            new Latency(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(200)));
  }

  @Test
  void aPongAnswersEarlierPingsToo() {
    var one = new CompletableFuture<Duration>();
    var two = new CompletableFuture<Duration>();
    keepalive.ping(one, nanos(1));
    Frame second = keepalive.ping(two, nanos(2));
    keepalive.answered(second.payload(), nanos(5));
    assertThat(one).isCompletedWithValue(Duration.ofSeconds(4));
    assertThat(two).isCompletedWithValue(Duration.ofSeconds(3));
    assertThat(keepalive.isDead(nanos(1000))).isFalse();
  }

  @Test
  void anUnsolicitedPongIsNoAnswer() {
    ping(10);
    assertThat(keepalive.answered(new byte[] {1}, nanos(11))).isNull();
    assertThat(keepalive.isDead(nanos(30))).isTrue();
  }

  @Test
  void cancelsWhoeverWaits() {
    var answer = new CompletableFuture<Duration>();
    keepalive.ping(answer, nanos(1));
    keepalive.cancel();
    assertThat(answer).isCancelled();
    assertThat(keepalive.dueNanos()).isEqualTo(Wheel.NEVER);
  }
}
