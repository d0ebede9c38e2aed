package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.model.Message;
import io.hawser.server.Broadcast;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener on the loop sends to another connection of it, on account of a message. */
@Timeout(60)
class LoopSendTest {
  private static final String A = "8181" + "00000000" + "61";
  private static final String B = "8181" + "00000000" + "62";

  private final SteppedTransport from = new SteppedTransport();
  private final SteppedTransport to = new SteppedTransport();
  private final Connection other = to.open();
  private final List<String> moved = new ArrayList<>();

  enum By {
    TRY_SEND {
      @Override
      boolean send(WebSocket ws, Message message) {
        return ws.trySend(message);
      }
    },
    TRY_SEND_WITHIN_A_TIME {
      @Override
      boolean send(WebSocket ws, Message message) {
        return ws.trySend(message, Duration.ofSeconds(1));
      }
    },
    BROADCAST {
      @Override
      boolean send(WebSocket ws, Message message) {
        return Broadcast.of(message).to(List.of(ws)).queued() == 1;
      }
    };

    abstract boolean send(WebSocket ws, Message message);
  }

  private void receive(By by, String hex) {
    to.onLoop = true;
    to.sameLoop = from;
    to.whenFlushed = () -> moved.add(to.writtenHex());
    from.listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            assertThat(by.send(other, message)).isTrue();
          }
        };
    Connection connection = from.open();
    connection.begin();
    connection.received(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @EnumSource
  void movesAtOnceIfNothingElseCame(By by) {
    receive(by, A);
    assertThat(moved).containsExactly("810161");
    assertThat(to.isIdle()).as("no turn of the loop for it").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void movesWithTheLoopsTurnIfHalfAMessageCameBehindIt(By by) {
    receive(by, A + B.substring(0, 4));
    to.turn();
    assertThat(moved).containsExactly("810161");
  }

  @ParameterizedTest
  @EnumSource
  void movesTogetherWithWhatCameAtTheSameTime(By by) {
    receive(by, A + B + A);
    assertThat(moved).isEmpty();
    to.turn();
    assertThat(moved).containsExactly("810161810162810161");
  }

  @Test
  void goesBehindWhatIsQueued() {
    other.send("q");
    receive(By.TRY_SEND, A);
    to.turn();
    assertThat(moved).containsExactly("810171810161");
  }
}
