package io.hawser.policy;

import static io.hawser.policy.Failures.byPeer;
import static io.hawser.policy.Failures.refused;
import static io.hawser.policy.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.ConnectionClosedException;
import io.hawser.error.ProxyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are refused, and asked for anew. */
class RefreshedCredentialsTest extends TimedSeries {
  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void credentialsAreRefreshedOnceInARow(int status) {
    var first = (Decision.Wait) fails(status(status));
    assertThat(first.refreshes()).isTrue();
    waited(fails(status(503)));
    var second = status(status);
    var gaveUp = (Decision.GiveUp) fails(second);
    assertThat(gaveUp.exception()).isSameAs(second);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void aConnectionThatOpensButIsToldOffAgainHasNotAcceptedTheCredentials() {
    assertThat(((Decision.Wait) opensAndEnds(byPeer(1008), false)).refreshes()).isTrue();
    var gaveUp = (Decision.GiveUp) opensAndEnds(byPeer(1008), false);
    assertThat(gaveUp.exception()).isInstanceOf(ConnectionClosedException.class);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void afterAStableConnectionCredentialsAreRefreshedAgain() {
    for (int run = 0; run < 3; run++) {
      assertThat(((Decision.Wait) fails(status(401))).refreshes()).isTrue();
      assertThat(((Decision.Wait) opensAndEnds(byPeer(3000), true)).refreshes()).isTrue();
      waited(opensAndEnds(byPeer(1001), true));
    }
  }

  @Test
  void withoutASupplierRefusedCredentialsFailAtOnce() {
    series = new RetrySeries(RetryPolicy.standard(), PACE, random, refused -> false);
    var refused = status(401);
    var gaveUp = (Decision.GiveUp) fails(refused);
    assertThat(gaveUp.exception()).isSameAs(refused);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void theProxysCredentialsAreRefreshedApartFromTheServers() {
    assertThat(((Decision.Wait) fails(Failures.proxy(407))).refreshes()).isTrue();
    assertThat(((Decision.Wait) fails(status(401))).refreshes()).isTrue();
    var second = Failures.proxy(407);
    var gaveUp = (Decision.GiveUp) fails(second);
    assertThat(gaveUp.exception()).isSameAs(second);
    assertThat(gaveUp.credentialsRefused()).isTrue();
  }

  @Test
  void afterAStableConnectionTheProxysCredentialsAreRefreshedAgain() {
    for (int run = 0; run < 3; run++) {
      assertThat(((Decision.Wait) fails(Failures.proxy(407))).refreshes()).isTrue();
      waited(opensAndEnds(byPeer(1001), true));
    }
  }

  @Test
  void whetherCredentialsCanBeRefreshedIsAskedOfTheRefusal() {
    series =
        new RetrySeries(RetryPolicy.standard(), PACE, random, ProxyException.class::isInstance);
    assertThat(fails(Failures.proxy(407))).isInstanceOf(Decision.Wait.class);
    assertThat(fails(status(401))).isInstanceOf(Decision.GiveUp.class);
  }

  @Test
  void otherFailuresAreNotAboutCredentials() {
    for (int status : new int[] {403, 404, 426}) {
      assertThat(((Decision.GiveUp) fails(status(status))).credentialsRefused()).isFalse();
    }
    assertThat(((Decision.GiveUp) opensAndEnds(byPeer(3003), false)).credentialsRefused())
        .isFalse();
    assertThat(((Decision.GiveUp) fails(Failures.proxy(403))).credentialsRefused()).isFalse();
  }
}
