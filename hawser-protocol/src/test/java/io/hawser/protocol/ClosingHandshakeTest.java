package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.error.ProtocolException;
import io.hawser.error.WebSocketException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The closing handshake between bytes, the application and the stream (RFC 6455, 7). */
class ClosingHandshakeTest {
  private static final CloseReason BYE = CloseReason.of(1000, "bye");
  private static final CloseReason AWAY = CloseReason.of(1001, "away");

  private static Endpoint endpoint(Role role) {
    return new Endpoint(role, Limits.defaults(), null);
  }

  private static ByteBuffer sentTo(Role role, String frames) {
    return ByteBuffer.wrap(Wire.sentTo(role, frames));
  }

  static Stream<Arguments> thePeerBegins() {
    return Stream.of(
        arguments("7.1.5 no code", "88 00", "close 1005 | write 1005 | [end]"),
        arguments("5.5.1 the code is echoed", "88 02 03E9", "close 1001 | write 1001 | [end]"),
        arguments(
            "5.5.1 the reason is not", "88 03 03E8 61", "close 1000 (a) | write 1000 | [end]"),
        arguments("1.4 text is discarded", "88 00 81 01 61", "close 1005 | write 1005 | [end]"),
        arguments("1.4 a ping is discarded", "88 00 89 00", "close 1005 | write 1005 | [end]"),
        arguments("1.4 a second close", "88 00 88 02 03E8", "close 1005 | write 1005 | [end]"),
        arguments("1.4 garbage is discarded", "88 00 FF FF", "close 1005 | write 1005 | [end]"),
        arguments(
            "messages before it count",
            "81 01 61 88 00",
            "text a | close 1005 | write 1005 | [end]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("thePeerBegins")
  void answersThePeersCloseFrame(String rule, String frames, String events) {
    FrameTable.check(frames, events);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void closingTwiceSendsOneCloseFrame(Role role) {
    var endpoint = endpoint(role);
    var events = new RecordedEvents();
    endpoint.close(BYE, events);
    endpoint.close(AWAY, events);
    assertThat(events.lines()).containsExactly("write 1000 (bye)");
    assertThat(endpoint.closing()).isEqualTo(new Closing.Sent(BYE));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void readsOnUntilThePeerHasClosedToo(Role role) {
    var endpoint = endpoint(role);
    var events = new RecordedEvents();
    endpoint.receive(sentTo(role, "01 01 61"), events);
    endpoint.close(BYE, events);
    endpoint.receive(sentTo(role, "80 01 62 82 01 01 88 02 03E9 81 01 61"), events);
    assertThat(events.lines())
        .startsWith("write 1000 (bye)", "text ab", "binary 01", "close 1001")
        .hasSize(role == Role.SERVER ? 5 : 4);
    if (role == Role.SERVER) {
      // 7.1.1: the server ends the stream first
      assertThat(events.lines()).endsWith("end");
    }
    assertThat(endpoint.closing())
        .isEqualTo(new Closing.Done(BYE, CloseReason.of(1001, ""), false));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void failingAfterItsCloseFrameSendsNoSecondOne(Role role) {
    var endpoint = endpoint(role);
    var events = new RecordedEvents();
    endpoint.close(BYE, events);
    endpoint.receive(sentTo(role, "83 00 81 01 61"), events);
    assertThat(events.lines())
        .containsExactly("write 1000 (bye)", "failed 1002 reserved opcode 3", "end");
    assertThat(endpoint.closing()).isEqualTo(new Closing.Failed(BYE));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void discardsEverythingAfterAFailure(Role role) {
    var endpoint = endpoint(role);
    var events = new RecordedEvents();
    var bytes = sentTo(role, "83 00 81 01 61 88 00");
    endpoint.receive(bytes, events);
    assertThat(bytes.hasRemaining()).isFalse();
    var more = sentTo(role, "88 00");
    endpoint.receive(more, events);
    assertThat(more.hasRemaining()).isFalse();
    endpoint.close(BYE, events);
    endpoint.fail(AWAY, events);
    assertThat(events.lines())
        .containsExactly("failed 1002 reserved opcode 3", "write 1002", "end");
    assertThat(endpoint.closing())
        .isEqualTo(new Closing.Failed(CloseReason.of(CloseCode.PROTOCOL_ERROR)));
  }

  @Test
  void neverTellsThePeerWhichRuleItBroke() {
    var endpoint = endpoint(Role.CLIENT);
    var written = new AtomicReference<CloseReason>();
    endpoint.receive(
        ByteBuffer.wrap(Wire.hex("83 00")),
        new RecordedEvents() {
          @Override
          public void writeClose(CloseReason reason) {
            written.set(reason);
          }
        });
    assertThat(written.get()).isEqualTo(new CloseReason(CloseCode.PROTOCOL_ERROR, ""));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theApplicationMayFailTheConnection(Role role) {
    var endpoint = endpoint(role);
    var events = new RecordedEvents();
    endpoint.receive(sentTo(role, "01 01 61"), events);
    endpoint.fail(CloseReason.of(1011, ""), events);
    endpoint.receive(sentTo(role, "80 01 62"), events);
    assertThat(events.lines()).containsExactly("write 1011", "end");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void closingInsideAMessageReadsOn(Role role) {
    var endpoint = endpoint(role);
    var events =
        new RecordedEvents() {
          @Override
          public boolean message(Message message) {
            super.message(message);
            endpoint.close(BYE, this);
            return true;
          }
        };
    endpoint.receive(sentTo(role, "81 01 61 81 01 62 88 02 03E8 81 01 63"), events);
    assertThat(events.lines())
        .startsWith("text a", "write 1000 (bye)", "text b", "close 1000")
        .doesNotContain("text c");
    assertThat(endpoint.closing())
        .isEqualTo(new Closing.Done(BYE, CloseReason.of(1000, ""), false));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void failingInsideAMessageDiscardsTheRest(Role role) {
    for (boolean goOn : new boolean[] {true, false}) {
      for (String message : List.of("81 01 61", "01 00 80 01 61")) {
        var endpoint = endpoint(role);
        var events =
            new RecordedEvents() {
              @Override
              public boolean message(Message message) {
                super.message(message);
                endpoint.fail(CloseReason.of(1008, ""), this);
                return goOn;
              }
            };
        var bytes = sentTo(role, message + " 81 01 62 88 02 03E8");
        endpoint.receive(bytes, events);
        assertThat(events.lines()).containsExactly("text a", "write 1008", "end");
        assertThat(bytes.hasRemaining()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void closingInsideAPingDropsItsAnswer(Role role) {
    var endpoint = endpoint(role);
    var events =
        new RecordedEvents() {
          @Override
          public void ping(byte[] payload) {
            super.ping(payload);
            endpoint.close(BYE, this);
          }
        };
    endpoint.receive(sentTo(role, "89 01 61 89 01 62"), events);
    assertThat(events.lines()).containsExactly("ping 61", "write 1000 (bye)", "ping 62");
    assertThat(endpoint.takePong()).isNull();
  }

  @Test
  void answersAPingFromInsideTheEvent() {
    var endpoint = endpoint(Role.CLIENT);
    var events =
        new RecordedEvents() {
          @Override
          public void ping(byte[] payload) {
            super.ping(payload);
            assertThat(endpoint.takePong()).isEqualTo(payload);
          }
        };
    endpoint.receive(sentTo(Role.CLIENT, "89 01 61 89 01 62"), events);
    assertThat(events.lines()).containsExactly("ping 61", "ping 62");
    assertThat(endpoint.takePong()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void closingInsideThePeersCloseIsTooLate(Role role) {
    var endpoint = endpoint(role);
    var events =
        new RecordedEvents() {
          @Override
          public void closeReceived(CloseReason received) {
            super.closeReceived(received);
            endpoint.close(BYE, this);
          }
        };
    endpoint.receive(sentTo(role, "88 02 03E9"), events);
    assertThat(events.lines()).startsWith("close 1001", "write 1001");
    CloseReason away = CloseReason.of(1001, "");
    assertThat(endpoint.closing()).isEqualTo(new Closing.Done(away, away, true));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void closingInsideAFailureIsTooLate(Role role) {
    var endpoint = endpoint(role);
    var events =
        new RecordedEvents() {
          @Override
          public void failed(WebSocketException cause) {
            super.failed(cause);
            endpoint.close(BYE, this);
            endpoint.fail(AWAY, this);
          }
        };
    endpoint.receive(sentTo(role, "83 00"), events);
    assertThat(events.lines())
        .containsExactly("failed 1002 reserved opcode 3", "write 1002", "end");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whatAnEventThrowsPassesThroughAndFailsNothing(Role role) {
    var endpoint = endpoint(role);
    var thrown = new ProtocolException(CloseCode.PROTOCOL_ERROR, "of another connection");
    var events =
        new RecordedEvents() {
          @Override
          public boolean message(Message message) {
            super.message(message);
            if (message.text().equals("a")) {
              throw thrown;
            }
            return true;
          }
        };
    var bytes = sentTo(role, "81 01 61 81 01 62");
    assertThatThrownBy(() -> endpoint.receive(bytes, events)).isSameAs(thrown);
    assertThat(endpoint.closing()).isEqualTo(new Closing.Open());
    endpoint.receive(bytes, events);
    assertThat(events.lines()).containsExactly("text a", "text b");
  }
}
