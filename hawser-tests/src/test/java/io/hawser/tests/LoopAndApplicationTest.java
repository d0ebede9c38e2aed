package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.connection.Connection;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure.Initiator;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders of steps of the event loop and of the application's threads that are rare on sockets. */
@Timeout(60)
class LoopAndApplicationTest {
  private static final String EMPTY_TEXT = "818000000000";
  private static final String CLOSE_1000 = "88820000000003e8";

  private final SteppedTransport transport = new SteppedTransport();
  private final Connection connection = transport.open();

  private void receive(String hex) {
    connection.received(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @Test
  void anInboxThatFilledAgainIsNotReadBecauseItHadRoomBefore() {
    // one turn of the loop: full, emptied by the receiver meanwhile, and full again
    receive(EMPTY_TEXT.repeat(2_048));
    assertThat(transport.reading).isFalse();
    for (int i = 0; i < 2_048; i++) {
      connection.receive();
    }
    receive(EMPTY_TEXT.repeat(2_048));
    transport.turn();
    assertThat(transport.reading).isFalse();

    for (int i = 0; i < 2_048; i++) {
      connection.receive();
    }
    transport.turn();
    assertThat(transport.reading).isTrue();
  }

  @Test
  void aSenderWhoMeetsThePeersCloseIsToldOfIt() {
    var met = new AtomicReference<Throwable>();
    // the closing deadline is set while the Close frame is being answered
    transport.whenTimerSet = () -> met.set(catchThrowable(() -> connection.send("late")));
    receive(CLOSE_1000);
    connection.readComplete();
    if (met.get() instanceof ConnectionClosedException e) {
      assertThat(e.initiator()).isEqualTo(Initiator.PEER);
    } else {
      // early enough: before our Close frame
      assertThat(met.get()).isNull();
      assertThat(transport.writtenHex()).isEqualTo("81046c617465" + "880203e8");
    }
  }

  @Test
  void emptyMessagesFillTheOutboxToo() throws Exception {
    transport.writable = false;
    var sender =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100_000; i++) {
                      connection.send("");
                    }
                  } catch (ConnectionClosedException e) {
                    // the end of the test
                  }
                });
    while (sender.isAlive() && sender.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(sender.isAlive()).as("blocked by a peer that does not read").isTrue();
    connection.streamEnded(null);
    sender.join();
  }

  @Test
  void aReceiverIsToldHowOurCloseEndedNotThatItBegan() {
    var iterated = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (var message : connection) {
                  assertThat(message).isNull();
                }
                iterated.complete(null);
              } catch (Throwable e) {
                iterated.completeExceptionally(e);
              }
            });
    connection.startClosing(CloseReason.of(1000, ""));
    // nobody tells the receiver before the peer has answered
    assertThat(catchThrowable(() -> iterated.get(100, TimeUnit.MILLISECONDS)))
        .isInstanceOf(TimeoutException.class);
    transport.turn();
    receive(CLOSE_1000);
    connection.readComplete();
    iterated.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aPingThatMeetsTheEndOfItsLoopEnds() {
    transport.whenExecuted = dropped -> connection.streamEnded(null);
    assertThatThrownBy(connection::ping).isInstanceOf(ConnectionClosedException.class);
  }
}
