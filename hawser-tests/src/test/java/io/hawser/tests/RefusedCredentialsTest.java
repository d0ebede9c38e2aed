package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.header;
import static io.hawser.testkit.ScriptedServer.open;
import static io.hawser.testkit.ScriptedServer.openThenClose;
import static io.hawser.testkit.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.client.Credentials;
import io.hawser.client.WebSocketClient;
import io.hawser.error.WebSocketException;
import io.hawser.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials that a server refuses: refreshed once, and then it is for good. */
@Timeout(60)
class RefusedCredentialsTest {
  /** Remembers what happened to it. */
  private static final class Tokens implements Credentials {
    final AtomicInteger refreshed = new AtomicInteger();

    @Override
    public String authorization() {
      return "Bearer " + refreshed.get();
    }

    @Override
    public void refresh() {
      refreshed.incrementAndGet();
    }
  }

  static Stream<Arguments> refusalsOfCredentials() {
    return Stream.of(
        arguments("401", status(401)),
        arguments("407", status(407)),
        arguments("1008", openThenClose(1008, "")),
        arguments("3000", openThenClose(3000, "")),
        arguments("4401", openThenClose(4401, "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusalsOfCredentials")
  void credentialsAreRefreshedOnce(String name, ScriptedServer.Step refusal) {
    var tokens = new Tokens();
    try (var server = ScriptedServer.start(refusal, open());
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).credentials(tokens))) {
      loop.skip();
      loop.untilOpen();
      assertThat(header(server.requests().get(1), "Authorization")).isEqualTo("Bearer 1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusalsOfCredentials")
  void aSecondRefusalInARowIsForGood(String name, ScriptedServer.Step refusal) {
    var tokens = new Tokens();
    var told = new ArrayList<WebSocketException>();
    try (var server = ScriptedServer.start(refusal);
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri())
                    .credentials(tokens)
                    .onAuthenticationFailed(told::add))) {
      loop.skip();
      Throwable thrown = loop.untilFailed();
      assertThat(told).singleElement().isSameAs(thrown);
      assertThat(tokens.refreshed).hasValue(1);
    }
  }

  @Test
  void withoutASupplierCredentialsAreRefusedForGoodAtOnce() {
    var told = new ArrayList<WebSocketException>();
    try (var server = ScriptedServer.start(status(401));
        var loop =
            LoopRun.start(
                WebSocketClient.builder(server.uri()).onAuthenticationFailed(told::add))) {
      assertThat(told).isSubsetOf((WebSocketException) loop.thrown());
      assertThat(told).hasSize(1);
    }
  }
}
