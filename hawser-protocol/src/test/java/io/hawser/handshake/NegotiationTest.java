package io.hawser.handshake;

import static io.hawser.handshake.Heads.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.NegotiationException;
import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server agrees on: subprotocols (RFC 6455, 4.2.2) and extensions (9.1). */
class NegotiationTest {
  private static final ServerRules SPEAKS_B_AND_A =
      ServerRules.builder().subprotocols(List.of("b", "a")).build();
  private static final ServerRules REQUIRES_B_OR_A =
      ServerRules.builder().subprotocols(List.of("b", "a")).requireSubprotocol().build();
  private static final ServerRules DEFLATES =
      ServerRules.builder()
          .deflate(
              DeflateSettings.forServers()
                  .withServerContextTakeover(true)
                  .withClientContextTakeover(true))
          .build();

  private static Agreement agreement(ServerRules rules, Request request) {
    var judgement = rules.judgeUpgrade(request);
    assertThat(judgement).isInstanceOf(Judgement.Accepted.class);
    return ((Judgement.Accepted) judgement).agreement();
  }

  @ParameterizedTest
  @CsvSource({
    "'a, b', b",
    "'a,b', b",
    "'b', b",
    "'c, a', a",
    "'a, a', a",
    "'A', ",
    "'c', ",
  })
  void serverPrefersItsFirstSubprotocol(String offered, String agreed) {
    var agreement = agreement(SPEAKS_B_AND_A, valid("Sec-WebSocket-Protocol", offered));

    assertThat(agreement.subprotocol()).isEqualTo(agreed);
  }

  @Test
  void subprotocolsAreOfferedInAnyNumberOfFields() {
    var request = valid("Sec-WebSocket-Protocol", "a", "sec-websocket-protocol", "c, b");

    assertThat(agreement(SPEAKS_B_AND_A, request).subprotocol()).isEqualTo("b");
  }

  @Test
  void clientMayOfferNoSubprotocol() {
    assertThat(agreement(SPEAKS_B_AND_A, valid()).subprotocol()).isNull();
  }

  @Test
  void serverMaySpeakNoSubprotocol() {
    var request = valid("Sec-WebSocket-Protocol", "a");

    assertThat(agreement(ServerRules.builder().build(), request)).isEqualTo(Agreement.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'c, d', 'c, d'",
    "'c', 'c'",
  })
  void requiredSubprotocolMustBeOffered(String offered, String shown) {
    var judgement = REQUIRES_B_OR_A.judgeUpgrade(valid("Sec-WebSocket-Protocol", offered));

    isRefused(judgement, "no common subprotocol: offered " + shown + "; expected one of b, a");
  }

  @Test
  void aServerMayChooseForItself() {
    var builder = ServerRules.builder().chooseSubprotocol(offered -> offered.get(1));
    var request = valid("Sec-WebSocket-Protocol", "a, b");

    assertThat(agreement(builder.build(), request).subprotocol()).isEqualTo("b");
    var chooser = builder.chooseSubprotocol(offered -> null);
    assertThat(agreement(chooser.build(), request).subprotocol()).isNull();
    isRefused(
        chooser.requireSubprotocol().build().judgeUpgrade(request),
        "no common subprotocol: offered a, b; expected another");
  }

  @Test
  void requiredSubprotocolMustBeOfferedAtAll() {
    isRefused(
        REQUIRES_B_OR_A.judgeUpgrade(valid()),
        "no common subprotocol: offered none; expected one of b, a");
    assertThat(agreement(REQUIRES_B_OR_A, valid("Sec-WebSocket-Protocol", "c, a")).subprotocol())
        .isEqualTo("a");
  }

  private static void isRefused(Judgement judgement, String detail) {
    assertThat(judgement).isInstanceOf(Judgement.Refused.class);
    var refusal = ((Judgement.Refused) judgement).refusal();
    assertThat(refusal.kind()).isEqualTo(FailureKind.SUBPROTOCOL);
    assertThat(refusal.response())
        .isEqualTo(
            Response.text(
                400, "None of the subprotocols of Sec-WebSocket-Protocol is spoken here."));
    assertThat(refusal.detail()).isEqualTo(detail);
    assertThat(refusal.cause())
        .isInstanceOfSatisfying(
            NegotiationException.class,
            e -> assertThat(e.subject()).isEqualTo(NegotiationException.Subject.SUBPROTOCOL))
        .hasMessage(detail);
  }

  static Stream<Arguments> offers() {
    var windows = new DeflateParameters(false, false, 10, 15);
    var plain = new DeflateParameters(false, false, 15, 15);
    return Stream.of(
        arguments("permessage-deflate", plain),
        arguments("permessage-deflate; client_max_window_bits", plain),
        arguments("foo, permessage-deflate", plain),
        arguments("permessage-deflate; x, permessage-deflate", plain),
        arguments("permessage-deflate; server_max_window_bits=10, permessage-deflate", windows),
        arguments("permessage-deflate; server_max_window_bits=\"10\"", windows),
        arguments("foo; bar=\"baz\"", null),
        arguments("permessage-deflate; x", null),
        arguments("permessage-deflate; server_max_window_bits=7", null),
        arguments("Permessage-Deflate", null));
  }

  @ParameterizedTest
  @MethodSource("offers")
  void firstAcceptableOfferIsAccepted(String offers, DeflateParameters agreed) {
    var request = valid("Sec-WebSocket-Extensions", offers);

    assertThat(agreement(DEFLATES, request)).isEqualTo(new Agreement(null, agreed));
    assertThat(agreement(SPEAKS_B_AND_A, request)).isEqualTo(Agreement.NONE);
  }

  @Test
  void extensionsAreJudgedBeforeSubprotocols() {
    var request = valid("Sec-WebSocket-Extensions", "@", "Sec-WebSocket-Protocol", "@");
    var judgement = (Judgement.Refused) REQUIRES_B_OR_A.judgeUpgrade(request);

    assertThat(judgement.refusal().detail()).startsWith("header Sec-WebSocket-Extensions: @;");
  }

  @Test
  void optionsMustMakeSense() {
    var builder = ServerRules.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.subprotocols(List.of("a", "b", "a")))
        .withMessage("subprotocols: [a, b, a]; must be different");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.subprotocols(List.of("a b")))
        .withMessage("subprotocol: a b; must be a token of RFC 9110");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.serverHeader("a\r\nb"))
        .withMessage("serverHeader: a character that HTTP cannot carry");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.requireSubprotocol().build())
        .withMessage("subprotocols: none; must be some where one is required");
  }
}
