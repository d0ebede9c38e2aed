package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hawser.Queues;
import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.connection.Connection;
import io.hawser.connection.Connection.Offered;
import io.hawser.connection.SharedMessage;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure.Initiator;
import io.hawser.model.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.NoSuchElementException;
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

  @Test
  void bytesThatComeThoughTheReceiverHasEnoughWaitTheirTurn() {
    transport.streams = true;
    var streaming = transport.open();
    String piece = "02fe" + "ffff" + "00000000" + "61".repeat(65_535);
    String more = piece.replaceFirst("02", "00");
    streaming.received(ByteBuffer.wrap(HexFormat.of().parseHex(piece + more + more)));
    assertThat(transport.reading).isFalse();
    streaming.received(ByteBuffer.wrap(HexFormat.of().parseHex("8081" + "00000000" + "62")));
    assertThat(transport.reading).isFalse();
    var received = CompletableFuture.supplyAsync(streaming::receive);
    while (!received.isDone()) {
      transport.turn();
      Thread.onSpinWait();
    }
    assertThat(received.join().bytes()).hasSize(3 * 65_535 + 1).endsWith('b');
    assertThat(transport.reading).isTrue();
  }

  @Test
  void aConnectionThatClosesIsReadThoughItsReceiverHasEnough() {
    receive(EMPTY_TEXT.repeat(2_048));
    assertThat(transport.reading).isFalse();
    receive(CLOSE_1000);
    assertThat(transport.reading).isTrue();
    for (int i = 0; i < 2_048; i++) {
      assertThat(connection.receive().size()).isZero();
    }
    transport.turn();
    assertThat(transport.reading).isTrue();
    connection.streamEnded(null);
    assertThat(connection.iterator().hasNext()).isFalse();
  }

  @Test
  void whatWaitsIsReceivedThoughTheStreamHasEnded() {
    receive(EMPTY_TEXT.repeat(2_048));
    connection.streamEnded(null);
    for (int i = 0; i < 2_048; i++) {
      assertThat(connection.receive().size()).isZero();
    }
    transport.turn();
    assertThat(transport.reading).isFalse();
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void aMessageOfWhichReceiveHasTakenSomeIsNotStreamed() {
    transport.streams = true;
    var streaming = transport.open();
    streaming.received(ByteBuffer.wrap(HexFormat.of().parseHex("0181" + "00000000" + "61")));
    assertThat(streaming.receive(Duration.ofMillis(1))).isEmpty();
    assertThatThrownBy(streaming::receiveStream)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("receiveStream inside a message; receive was interrupted in it");
    streaming.received(ByteBuffer.wrap(HexFormat.of().parseHex("8081" + "00000000" + "62")));
    assertThat(streaming.receive().text()).isEqualTo("ab");
  }

  @Test
  void whatComesTooLateForAConnectionDoesNothing() {
    var pinged = CompletableFuture.supplyAsync(() -> catchThrowable(connection::ping));
    while (transport.isIdle()) {
      Thread.onSpinWait();
    }
    connection.startClosing(CloseReason.of(1000, ""));
    connection.streamEnded(null);
    connection.writable();
    connection.failed(new IllegalStateException("too late"));
    transport.turn();
    assertThat(pinged.join()).isInstanceOf(ConnectionClosedException.class);
    assertThat(transport.writtenHex()).isEmpty();
  }

  @Test
  void aPingIntoAClosingConnectionEnds() {
    receive(CLOSE_1000);
    var late = new CompletableFuture<Throwable>();
    // the outbox seems open: it is sealed while the Ping is on its way to the loop
    Thread.ofVirtual().start(() -> late.complete(catchThrowable(connection::ping)));
    while (!late.isDone()) {
      transport.turn();
      Thread.onSpinWait();
    }
    assertThat(late.join()).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void pingsAreAnsweredOnceThereIsRoomAndOnlyTheNewest() {
    transport.writable = false;
    receive("898100000000" + "31" + "898100000000" + "32");
    connection.readComplete();
    assertThat(transport.writtenHex()).isEmpty();
    transport.writable = true;
    connection.writable();
    assertThat(transport.writtenHex()).isEqualTo("8a0132");
  }

  @Test
  void aFloodOfPongsThatAnswerNothingFailsTheConnection() {
    receive("8a8000000000".repeat(101));
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo("880203f0");
  }

  @Test
  void aFaultOfOursClosesTheConnectionWith1011() {
    connection.failed(new IllegalStateException("test"));
    assertThat(transport.writtenHex()).isEqualTo("880203f3");
    assertThat(connection.closure().orElseThrow().sent()).isEqualTo(CloseReason.of(1011, ""));
    // the first one is the cause
    connection.failed(new IllegalStateException("again"));
    assertThatThrownBy(connection::receive)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("test");
  }

  @Test
  void aFaultInWritingCutsTheConnection() {
    transport.whenFlushed =
        () -> {
          throw new IllegalStateException("test");
        };
    connection.send("a");
    transport.turn();
    assertThat(transport.aborted).isTrue();
  }

  @Test
  void aStreamThatEndsWhileItIsWrittenEndsTheWriting() {
    connection.send("a");
    connection.send("b");
    transport.whenFlushed =
        () -> {
          transport.whenFlushed = () -> {};
          connection.streamEnded(null);
          connection.writable();
        };
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo("81016181" + "0162");
    assertThat(connection.closure()).isPresent();
  }

  @Test
  void onTheLoopNothingWaits() {
    transport.onLoop = true;
    assertThatThrownBy(connection::receive)
        .hasMessage("receive would wait on an event loop, for itself");
    assertThatThrownBy(connection::ping).hasMessage("ping would wait on an event loop, for itself");
    assertThatThrownBy(() -> connection.beginText(SendOptions.defaults()))
        .hasMessage("beginText would wait on an event loop; use trySend");
  }

  @Test
  void onTheLoopNobodyWaitsForRoomThatTheLoopWouldMake() {
    transport.onLoop = true;
    transport.writable = false;
    var half = Message.binary(new byte[600_000]);
    assertThat(connection.trySend(half, Duration.ofDays(1))).isTrue();
    assertThat(connection.trySend(half, Duration.ofDays(1))).isFalse();
  }

  @Test
  void onTheLoopAPolicyThatWouldWaitForRoomClosesAtOnce() {
    var waits =
        transport.open(Queues.defaults().withSlowConsumer(SlowConsumer.block(Duration.ofDays(1))));
    transport.onLoop = true;
    transport.writable = false;
    var half = Message.binary(new byte[600_000]);
    assertThat(waits.trySend(half)).isTrue();
    assertThat(waits.trySend(half)).isFalse();
    transport.writable = true;
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo("880203f5");
  }

  @Test
  void aMessageInFragmentsIsNotBegunOnceTheConnectionCloses() {
    connection.startClosing(CloseReason.of(1000, ""));
    assertThatThrownBy(() -> connection.beginText(SendOptions.defaults()))
        .isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void aWaitMayBeLongerThanTimeIsCounted() {
    receive(EMPTY_TEXT);
    assertThat(connection.receive(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
  }

  @Test
  void anIteratorHasNothingBehindACleanClose() {
    var messages = connection.iterator();
    receive(EMPTY_TEXT + CLOSE_1000);
    assertThat(messages.next().text()).isEmpty();
    assertThatThrownBy(messages::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aMessageForManyDoesNotWaitForOne() {
    var waits =
        transport.open(Queues.defaults().withSlowConsumer(SlowConsumer.block(Duration.ofDays(1))));
    transport.writable = false;
    var shared = new SharedMessage(Message.binary(new byte[600_000]));
    assertThat(waits.offer(shared, SendOptions.defaults(), null)).isEqualTo(Offered.QUEUED);
    assertThat(waits.offer(shared, SendOptions.defaults(), null)).isEqualTo(Offered.SKIPPED);
    waits.startClosing(CloseReason.of(1000, ""));
    assertThat(waits.offer(shared, SendOptions.defaults(), null)).isEqualTo(Offered.CLOSED);
  }
}
