package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.WebSocketClient;
import io.hawser.handshake.FailureKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code selectSubprotocol} may choose, over real sockets. */
@Timeout(60)
class SubprotocolSelectorTest extends HookedServer {
  @Test
  void aSelectorChoosesAmongWhatIsOffered() {
    server = builder().selectSubprotocol(List::getLast).start();
    var client =
        WebSocketClient.builder("ws://127.0.0.1:" + server.port()).subprotocols("one", "two");
    try (var ws = client.connect()) {
      assertThat(ws.subprotocol()).contains("two");
    }
  }

  @Test
  void aSelectorThatChoosesNoneRefusesWhereOneIsRequired() throws InterruptedException {
    server = builder().selectSubprotocol(offered -> null).requireSubprotocol().start();
    assertThat(answer(VALID)).startsWith("HTTP/1.1 400 ");
    failures.next(FailureKind.SUBPROTOCOL, 400);
  }

  @Test
  void aSelectorMayNotChooseWhatIsNotOffered() throws InterruptedException {
    server = builder().selectSubprotocol(offered -> "mine").start();
    assertThat(answer(VALID)).startsWith("HTTP/1.1 500 ");
    failures.next(FailureKind.HOOK_FAILED, 500);
  }

  @Test
  void aSelectorThatThrowsIsAHookThatFailed() throws InterruptedException {
    server =
        builder()
            .selectSubprotocol(
                offered -> {
                  throw new IOException("x");
                })
            .start();
    assertThat(answer(VALID)).startsWith("HTTP/1.1 500 ");
    assertThat(failures.next(FailureKind.HOOK_FAILED, 500).cause()).isInstanceOf(IOException.class);
  }
}
