package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener on the loop, whose turns a test takes. */
@Timeout(60)
class LoopListenerTest {
  private static final String A = "8181" + "00000000" + "61";
  private static final String B = "8181" + "00000000" + "62";
  private static final String PING = "8980" + "00000000";
  private static final String PONG = "8a80" + "00000000";
  private static final String RESERVED_BIT = "c181" + "00000000" + "61";
  private static final String SENT_1002 = "880203ea";

  private final SteppedTransport transport = new SteppedTransport();
  private final List<String> heard = new ArrayList<>();
  private Connection connection;

  private void listen(long demand, Consumer<WebSocket> onMessage) {
    transport.listener =
        new WebSocketListener() {
          @Override
          public long initialDemand() {
            return demand;
          }

          @Override
          public void onMessage(WebSocket ws, Message message) {
            heard.add(message.size() < 9 ? message.text() : message.size() + " bytes");
            onMessage.accept(ws);
          }

          @Override
          public void onPing(WebSocket ws, byte[] payload) {
            heard.add("ping");
          }

          @Override
          public void onPong(WebSocket ws, byte[] payload) {
            heard.add("pong");
          }

          @Override
          public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
            heard.add("closed");
          }

          @Override
          public void onError(WebSocket ws, Throwable thrown) {
            heard.add("error " + thrown.getClass().getSimpleName());
            throw new IllegalStateException("onError too");
          }
        };
    connection = transport.open();
  }

  private void receive(String hex) {
    connection.received(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    connection.readComplete();
    transport.turn();
  }

  @Test
  void aConnectionThatEndsBeforeItBeganIsNotHeardOf() {
    listen(Long.MAX_VALUE, ws -> {});
    connection.streamEnded(null);
    assertThat(heard).isEmpty();
  }

  @Test
  void nothingIsHeardAfterTheListenerClosed() {
    listen(Long.MAX_VALUE, ws -> ws.startClosing(1000, ""));
    connection.begin();
    receive(A + B);
    assertThat(heard).containsExactly("a");
    receive(PING + PONG);
    assertThat(heard).containsExactly("a");
  }

  @Test
  void whatWaitsWhenOurSideClosesIsDropped() {
    listen(0, ws -> {});
    connection.begin();
    receive(A + B);
    connection.startClosing(CloseReason.of(1000, ""));
    connection.request(2);
    transport.turn();
    connection.streamEnded(null);
    assertThat(heard).containsExactly("closed");
  }

  @Test
  void messagesKeepTheirOrderBehindThoseThatWait() {
    listen(0, ws -> {});
    connection.begin();
    receive(A);
    connection.request(1);
    transport.turn();
    receive(B + A);
    connection.request(1);
    transport.turn();
    assertThat(heard).containsExactly("a", "b");
    connection.streamEnded(null);
    assertThat(heard).containsExactly("a", "b", "a", "closed");
  }

  @Test
  void controlFramesKeepTheirOrderBehindMessagesThatWait() {
    listen(0, ws -> {});
    connection.begin();
    receive(PING + A + PING + PONG + B);
    assertThat(heard).containsExactly("ping");
    connection.request(1);
    transport.turn();
    assertThat(heard)
        .as("nobody asks for control frames")
        .containsExactly("ping", "a", "ping", "pong");
    connection.request(1);
    transport.turn();
    assertThat(heard).containsExactly("ping", "a", "ping", "pong", "b");
  }

  @Test
  void controlFramesThatWaitCount() {
    listen(0, ws -> {});
    connection.begin();
    receive(A);
    for (int i = 0; transport.reading && i < 10_000; i++) {
      transport.nanos += Duration.ofSeconds(1).toNanos();
      receive("89fd" + "00000000" + "00".repeat(125));
    }
    assertThat(transport.reading).isFalse();
  }

  @Test
  void demandMakesRoomBeforeTheSocketIsReadAgain() {
    listen(0, ws -> {});
    connection.begin();
    String large = "82fe" + "ffff" + "00000000" + "00".repeat(65_535);
    receive(large);
    receive(large);
    assertThat(transport.reading).isFalse();
    receive(large);
    connection.request(1);
    transport.turn();
    assertThat(transport.reading).as("130 KiB wait still").isFalse();
    connection.request(1);
    transport.turn();
    assertThat(transport.reading).isTrue();
  }

  @Test
  void aViolationWaitsForWhatCameBefore() {
    listen(0, ws -> {});
    connection.begin();
    receive(A + RESERVED_BIT);
    assertThat(transport.writtenHex()).isEmpty();
    transport.runTimers();
    assertThat(transport.writtenHex()).isEqualTo(SENT_1002);
  }

  @Test
  void aViolationIsAnsweredOnceWhatCameBeforeIsDealtWith() {
    listen(0, ws -> {});
    connection.begin();
    receive(A + RESERVED_BIT);
    connection.request(1);
    transport.turn();
    assertThat(heard).containsExactly("a");
    assertThat(transport.writtenHex()).isEqualTo(SENT_1002);
  }

  @Test
  void aViolationIsAnsweredOnceWhatCameBeforeIsDropped() {
    listen(0, ws -> {});
    connection.begin();
    receive(A + RESERVED_BIT);
    connection.startClosing(CloseReason.of(1000, ""));
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo(SENT_1002);
  }

  @Test
  void aViolationBehindNothingIsAnsweredAtOnce() {
    listen(0, ws -> {});
    connection.begin();
    receive(RESERVED_BIT);
    assertThat(transport.writtenHex()).isEqualTo(SENT_1002);
    // the time it would have waited passes, too
    transport.runTimers();
    assertThat(transport.writtenHex()).isEqualTo(SENT_1002);
  }

  @Test
  void aListenerThatMeetsTheEndOfItsConnectionIsNotAtFault() {
    listen(
        Long.MAX_VALUE,
        ws -> {
          ws.startClosing(1000, "");
          ws.send("late");
        });
    connection.begin();
    receive(A);
    assertThat(heard).containsExactly("a");
  }

  @Test
  void aListenerThatThrowsForAnotherConnectionIsToldSo() {
    listen(
        Long.MAX_VALUE,
        ws -> {
          throw new ConnectionClosedException(
              new Closure(null, null, Closure.Initiator.NETWORK), null);
        });
    connection.begin();
    receive(A);
    assertThat(heard).containsExactly("a", "error ConnectionClosedException");
    // and as its onError throws as well, the connection is closed
    assertThat(transport.writtenHex()).isEqualTo("880203f3");
  }
}
