package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.NegotiationException;
import io.hawser.extension.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeflateNegotiationTest {
  private static final DeflateSettings LEAN = DeflateSettings.forServers();
  private static final DeflateSettings TAKEOVER = DeflateSettings.forClients();
  private static final DeflateSettings NARROW =
      TAKEOVER.withServerMaxWindowBits(10).withClientMaxWindowBits(11);

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("nothing asked for", TAKEOVER, "", ""),
        arguments(
            "7.1.1: a server may do without takeover unasked",
            LEAN,
            "",
            "server_no_context_takeover; client_no_context_takeover"),
        arguments(
            "7.1.1.1: repeated",
            TAKEOVER,
            "server_no_context_takeover",
            "server_no_context_takeover"),
        arguments(
            "7.1.1.2: the client's hint is taken",
            TAKEOVER,
            "client_no_context_takeover",
            "client_no_context_takeover"),
        arguments(
            "7.1.1: both",
            LEAN,
            "client_no_context_takeover; server_no_context_takeover",
            "server_no_context_takeover; client_no_context_takeover"),
        arguments(
            "7.1.2.1: repeated",
            TAKEOVER,
            "server_max_window_bits=12",
            "server_max_window_bits=12"),
        arguments(
            "7.1.2.1: repeated though it limits nothing",
            TAKEOVER,
            "server_max_window_bits=15",
            "server_max_window_bits=15"),
        arguments(
            "7.1.2.1: smaller than offered",
            NARROW,
            "server_max_window_bits=12",
            "server_max_window_bits=10"),
        arguments(
            "7.1.2.1: not larger than offered",
            NARROW,
            "server_max_window_bits=9",
            "server_max_window_bits=9"),
        arguments(
            "7.1.2.1: unasked; 7.1.2.2: a client that cannot be asked is not",
            NARROW,
            "",
            "server_max_window_bits=10"),
        arguments("7.1.2.2: no value, no wish", TAKEOVER, "client_max_window_bits", ""),
        arguments("7.1.2.2: value 15, no wish", TAKEOVER, "client_max_window_bits=15", ""),
        arguments(
            "7.1.2.2: no value, a wish",
            NARROW,
            "client_max_window_bits",
            "server_max_window_bits=10; client_max_window_bits=11"),
        arguments(
            "7.1.2.2: the client's smaller value",
            NARROW,
            "client_max_window_bits=8",
            "server_max_window_bits=10; client_max_window_bits=8"),
        arguments(
            "7.1.2.2: the server's smaller value",
            NARROW,
            "client_max_window_bits=14",
            "server_max_window_bits=10; client_max_window_bits=11"),
        arguments(
            "all four",
            TAKEOVER,
            "client_max_window_bits=9; server_max_window_bits=8;"
                + " client_no_context_takeover; server_no_context_takeover",
            "server_no_context_takeover; client_no_context_takeover;"
                + " server_max_window_bits=8; client_max_window_bits=9"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void answersAnOffer(String rule, DeflateSettings settings, String offered, String answer) {
    var server = new DeflateNegotiation(settings);
    ExtensionOffer offer = deflate(offered);
    DeflateParameters agreed = server.accept(offer);

    assertThat(agreed).as(rule).isNotNull();
    assertThat(server.answer(offer, agreed)).hasToString(deflate(answer).toString());
    assertThat(agreed.serverNoContextTakeover())
        .isEqualTo(answer.contains("server_no_context_takeover"));
    assertThat(agreed.clientNoContextTakeover())
        .isEqualTo(answer.contains("client_no_context_takeover"));
    assertThat(agreed.serverMaxWindowBits()).isEqualTo(bits(answer, "server_max_window_bits"));
    assertThat(agreed.clientMaxWindowBits()).isEqualTo(bits(answer, "client_max_window_bits"));
  }

  static Stream<Arguments> faults() {
    var rows = new ArrayList<Arguments>();
    rows.add(arguments("7.1 unknown parameter", "foo"));
    rows.add(arguments("7.1 unknown parameter with a value", "foo=10"));
    rows.add(arguments("7.1 names are case-sensitive", "Server_No_Context_Takeover"));
    for (String side : List.of("server", "client")) {
      String takeover = side + "_no_context_takeover";
      String window = side + "_max_window_bits";
      rows.add(arguments("7.1.1 has no value", takeover + "=1"));
      rows.add(arguments("7.1 twice", takeover + "; " + takeover));
      rows.add(arguments("7.1 twice, the same", window + "=10; " + window + "=10"));
      rows.add(arguments("7.1 twice, apart", window + "=10; foo; " + window + "=11"));
      for (String value : List.of("7", "16", "0", "08", "010", "1", "100", "+9", "1e1", "ten")) {
        rows.add(arguments("7.1.2 " + value, window + "=" + value));
      }
    }
    rows.add(arguments("7.1.2.1 needs a value", "server_max_window_bits"));
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void declinesAnOfferWithAFault(String rule, String offered) {
    assertThat(new DeflateNegotiation(LEAN).accept(deflate(offered))).as(rule).isNull();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void failsOnAnAnswerWithAFault(String rule, String answer) {
    assertThatThrownBy(() -> new DeflateNegotiation(TAKEOVER).judge(deflate(answer)))
        .as(rule)
        .isInstanceOfSatisfying(
            NegotiationException.class,
            e -> assertThat(e.subject()).isEqualTo(NegotiationException.Subject.EXTENSION))
        .hasMessageStartingWith("unacceptable answer to permessage-deflate: ");
  }

  @Test
  void declinesAnotherExtension() {
    var other = new ExtensionOffer("permessage-bzip2", List.of());
    assertThat(new DeflateNegotiation(LEAN).accept(other)).isNull();
    assertThatThrownBy(() -> new DeflateNegotiation(LEAN).judge(other))
        .isInstanceOf(NegotiationException.class);
  }

  static Stream<Arguments> offers() {
    return Stream.of(
        arguments(TAKEOVER, "client_max_window_bits"),
        arguments(
            LEAN, "server_no_context_takeover; client_no_context_takeover; client_max_window_bits"),
        arguments(NARROW, "server_max_window_bits=10; client_max_window_bits=11"));
  }

  @ParameterizedTest
  @MethodSource("offers")
  void offersWhatIsSet(DeflateSettings settings, String offer) {
    assertThat(new DeflateNegotiation(settings).offer()).hasToString(deflate(offer).toString());
  }

  static Stream<Arguments> allowedAnswers() {
    return Stream.of(
        arguments("nothing", "client_max_window_bits", "", parameters(false, false, 15, 15)),
        arguments(
            "7.1.1 unasked",
            "",
            "server_no_context_takeover; client_no_context_takeover",
            parameters(true, true, 15, 15)),
        arguments(
            "7.1.1.2 announced, not repeated",
            "client_no_context_takeover",
            "",
            parameters(false, true, 15, 15)),
        arguments(
            "7.1.2.1 unasked", "", "server_max_window_bits=8", parameters(false, false, 8, 15)),
        arguments(
            "7.1.2.1 the same",
            "server_max_window_bits=12",
            "server_max_window_bits=12",
            parameters(false, false, 12, 15)),
        arguments(
            "7.1.2.1 smaller",
            "server_max_window_bits=12",
            "server_max_window_bits=11",
            parameters(false, false, 11, 15)),
        arguments(
            "7.1.2.2 to an offer without value",
            "client_max_window_bits",
            "client_max_window_bits=9",
            parameters(false, false, 15, 9)),
        arguments(
            "7.1.2.2 smaller",
            "client_max_window_bits=10",
            "client_max_window_bits=9",
            parameters(false, false, 15, 9)),
        arguments(
            "7.1.2.2 announced, not repeated",
            "client_max_window_bits=10",
            "",
            parameters(false, false, 15, 10)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowedAnswers")
  void takesAnAnswer(String rule, String offer, String answer, DeflateParameters agreed) {
    assertThat(DeflateNegotiation.judge(deflate(offer), deflate(answer)))
        .as(rule)
        .isEqualTo(agreed);
  }

  static Stream<Arguments> forbiddenAnswers() {
    return Stream.of(
        arguments("7.1.1.1 not repeated", "server_no_context_takeover", ""),
        arguments("7.1.2.1 not repeated", "server_max_window_bits=12", ""),
        arguments("7.1.2.1 larger", "server_max_window_bits=12", "server_max_window_bits=13"),
        arguments("7.1.2.2 not offered", "", "client_max_window_bits=10"),
        arguments("7.1.2.2 without value", "client_max_window_bits", "client_max_window_bits"),
        arguments("7.1.2.2 larger", "client_max_window_bits=10", "client_max_window_bits=11"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forbiddenAnswers")
  void failsOnAnAnswerThatDoesNotFit(String rule, String offer, String answer) {
    assertThatThrownBy(() -> DeflateNegotiation.judge(deflate(offer), deflate(answer)))
        .as(rule)
        .isInstanceOf(NegotiationException.class);
  }

  @Test
  void bothSidesAgreeWhateverTheirSettings() {
    var some =
        Stream.of(LEAN, TAKEOVER)
            .flatMap(s -> Stream.of(s, s.withServerContextTakeover(true)))
            .flatMap(s -> IntStream.of(8, 11, 15).mapToObj(s::withServerMaxWindowBits))
            .flatMap(s -> IntStream.of(8, 11, 15).mapToObj(s::withClientMaxWindowBits))
            .map(DeflateNegotiation::new)
            .toList();
    for (DeflateNegotiation client : some) {
      for (DeflateNegotiation server : some) {
        ExtensionOffer offer = client.offer();
        DeflateParameters agreed = server.accept(offer);
        assertThat(agreed).isNotNull();
        assertThat(client.judge(server.answer(offer, agreed))).isEqualTo(agreed);
      }
    }
  }

  private static DeflateParameters parameters(
      boolean serverNone, boolean clientNone, int serverBits, int clientBits) {
    return new DeflateParameters(serverNone, clientNone, serverBits, clientBits);
  }

  private static int bits(String answer, String name) {
    for (Parameter parameter : deflate(answer).parameters()) {
      if (parameter.name().equals(name)) {
        return Integer.parseInt(parameter.value());
      }
    }
    return 15;
  }

  /** Reads {@code a; b=1}, which is no business of the extension. */
  private static ExtensionOffer deflate(String parameters) {
    List<Parameter> list =
        Pattern.compile("; *")
            .splitAsStream(parameters)
            .filter(text -> !text.isEmpty())
            .map(
                text -> {
                  int equals = text.indexOf('=');
                  return equals < 0
                      ? new Parameter(text, null)
                      : new Parameter(text.substring(0, equals), text.substring(equals + 1));
                })
            .toList();
    return new ExtensionOffer(PerMessageDeflate.NAME, list);
  }
}
