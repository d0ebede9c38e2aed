package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Queues;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A large message moves while it is written, piece by piece, as far as the socket takes it; what
 * else is to be sent must not come between.
 */
@Timeout(60)
class LargeWriteTest {
  private static final int LARGE = 3 * 1024 * 1024;
  private static final int TURNS = 30;
  private static final String BEFORE = "b".repeat(1024);

  /** Answers each message with a large one, while another thread sends small ones. */
  private static final class Answers implements WebSocketListener {
    private final Semaphore turns = new Semaphore(0);

    @Override
    public void onOpen(WebSocket ws) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int turn = 0; turn < TURNS; turn++) {
                  turns.acquireUninterruptibly();
                  for (int i = 0; i < 20; i++) {
                    ws.send("small");
                  }
                }
              });
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      byte[] large = new byte[LARGE];
      Arrays.fill(large, message.bytes()[0]);
      turns.release();
      for (int i = 0; i < 30; i++) {
        // what gathers first makes the socket's buffer full, and the large one empties it
        ws.send(BEFORE);
      }
      ws.send(Message.binary(large));
    }
  }

  @Test
  void nothingComesBetweenThePiecesOfALargeMessage() throws Exception {
    try (var server =
            WebSocketServer.builder(new Answers())
                .onLoop()
                .queues(Queues.defaults().withSendBytes(4 * LARGE))
                .listen("localhost", 0)
                .start();
        var ws =
            WebSocketClient.builder("ws://localhost:" + server.port() + "/")
                .limits(Limits.defaults().withMaxMessageBytes(LARGE))
                .connect()) {
      int small = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        ws.send(Message.binary(new byte[] {(byte) turn}));
        Message next = ws.receive();
        while (next.size() != LARGE) {
          if (next.size() != BEFORE.length()) {
            assertThat(next.text()).isEqualTo("small");
            small++;
          }
          next = ws.receive();
        }
        byte[] expected = new byte[LARGE];
        Arrays.fill(expected, (byte) turn);
        assertThat(Arrays.equals(next.bytes(), expected)).isTrue();
      }
      while (small < 20 * TURNS) {
        assertThat(ws.receive().text()).isEqualTo("small");
        small++;
      }
    }
  }
}
