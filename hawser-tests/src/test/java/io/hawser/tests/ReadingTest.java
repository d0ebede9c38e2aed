package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.connection.Connection;
import io.hawser.connection.InboundBudget;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of one read waits because the receiver has enough, and what becomes of it. */
@Timeout(60)
class ReadingTest {
  private static final int KIB = 1024;
  private static final int READ_BYTES = 256 * KIB;
  private static final int HIGH_BYTES = 128 * KIB;
  private static final String CLOSE_1000 = "88820000000003e8";
  private static final String SENT_1000 = "880203e8";

  private final SteppedTransport transport = new SteppedTransport();
  private final InboundBudget budget = new InboundBudget(1 << 30);

  private Connection open() {
    transport.inbound = budget;
    return transport.open();
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static void receive(Connection connection, ByteBuffer in) {
    connection.received(in);
    connection.readComplete();
    assertThat(in.hasRemaining()).isFalse();
  }

  /** The header of a frame that never ends, and as much of it as one read brings. */
  private static ByteBuffer endless() {
    ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
    in.put(HexFormat.of().parseHex("02ff" + "0000010000000000" + "00000000"));
    return in.clear();
  }

  /** So many messages of two bytes: their numbers. */
  private static ByteBuffer numbers(int from, int count) {
    ByteBuffer in = ByteBuffer.allocate(8 * count);
    for (int i = from; i < from + count; i++) {
      in.put((byte) 0x82).put((byte) 0x82).putInt(0).putShort((short) i);
    }
    return in.flip();
  }

  private static int number(Message message) {
    return ByteBuffer.wrap(message.bytes()).getShort();
  }

  @Test
  void smallFramesOfOneReadDoNotPassTheHighMark() {
    Connection connection = open();
    int count = READ_BYTES / 8;
    receive(connection, numbers(0, count));
    assertThat(transport.reading).isFalse();
    assertThat(budget.usedBytes()).isBetween(1L * HIGH_BYTES, HIGH_BYTES + READ_BYTES + 4L * KIB);
    for (int i = 0; i < count; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
      transport.turn();
    }
    assertThat(transport.reading).isTrue();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whatAnEngineBringsThoughItIsNotToReadWaitsInOrder() {
    Connection connection = open();
    int count = 3_000;
    for (int from = 0; from < 5 * count; from += count) {
      receive(connection, numbers(from, count));
    }
    assertThat(transport.reading).isFalse();
    for (int i = 0; i < 5 * count; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
      transport.turn();
    }
    assertThat(transport.reading).isTrue();
    assertThat(budget.usedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCloseBehindAFullReceiverIsAnsweredOnceThereIsRoom(boolean streams) {
    transport.streams = streams;
    Connection connection = open();
    int count = 3_000;
    receive(connection, numbers(0, count));
    receive(connection, hex(CLOSE_1000));
    assertThat(transport.writtenHex()).isEmpty();
    for (int i = 0; i < count; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
      transport.turn();
    }
    assertThat(transport.writtenHex()).isEqualTo(SENT_1000);
    assertThat(connection.iterator().hasNext()).isFalse();
  }

  @Test
  void aMessageThatBeganBehindAFullReceiverMustEndInTime() {
    Connection connection = open();
    int count = 3_000;
    ByteBuffer beginning = hex("82fe" + "1000" + "00000000" + "00");
    receive(connection, ByteBuffer.allocate(30_000).put(numbers(0, count)).put(beginning).flip());
    for (int i = 0; i < count; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
      transport.turn();
    }
    transport.nanos = Timeouts.defaults().message().orElseThrow().toNanos();
    transport.runTimers();
    assertThat(transport.writtenHex()).endsWith("880203f0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasReadIsReceivedThoughTheStreamHasEnded(boolean broken) {
    Connection connection = open();
    int count = 3_000;
    receive(connection, numbers(0, count));
    connection.streamEnded(broken ? new IOException("reset") : null);
    for (int i = 0; i < count; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
    }
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosedException.class);
    transport.turn();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void anEndIsToldThoughSomethingOfOursGoesWrongWithWhatWasRead() {
    Connection connection = open();
    receive(connection, numbers(0, 3_000));
    transport.whenMessage =
        () -> {
          throw new AssertionError("a bug");
        };
    connection.streamEnded(null);
    while (connection.closure().isEmpty()) {
      connection.receive();
    }
    assertThatThrownBy(
            () -> {
              while (true) {
                connection.receive();
              }
            })
        .isInstanceOf(ConnectionClosedException.class);
    transport.turn();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void anEndDoesNotPassTheBudget() {
    InboundBudget small = new InboundBudget(HIGH_BYTES);
    transport.inbound = small;
    Connection connection = transport.open();
    receive(connection, numbers(0, READ_BYTES / 8));
    connection.streamEnded(null);
    assertThat(small.usedBytes()).isLessThan(HIGH_BYTES + 8L * KIB);
  }

  @Test
  void aListenerThatWantsNoMoreClosesThoughMuchWaits() {
    var heard = new ArrayList<String>();
    transport.streams = true;
    transport.listener =
        new WebSocketListener() {
          @Override
          public long initialDemand() {
            return 1;
          }

          @Override
          public void onFragment(WebSocket ws, Fragment fragment) {
            heard.add("fragment");
          }

          @Override
          public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
            heard.add("close " + closure.received());
          }
        };
    Connection connection = open();
    connection.begin();
    String piece = "02fe" + "ffff" + "00000000" + "00".repeat(65_535);
    String more = piece.replaceFirst("02", "00");
    // one for the listener, two or three that wait with it, and the rest behind a full receiver
    receive(connection, hex(piece + more.repeat(4)));
    assertThat(transport.reading).isFalse();
    connection.startClosing(CloseReason.of(1000, ""));
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo(SENT_1000);
    assertThat(transport.reading).isTrue();
    receive(connection, hex(more + more.replaceFirst("00", "80") + CLOSE_1000));
    assertThat(connection.closure().orElseThrow().received()).isEqualTo(CloseReason.of(1000, ""));
    connection.streamEnded(null);
    assertThat(heard).containsExactly("fragment", "close 1000");
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void whoIsGivenUpForTheBudgetHoldsNoMore() {
    var small = new InboundBudget(80 * KIB);
    transport.streams = true;
    transport.inbound = small;
    // full with three pieces of 64 KiB, and still with two
    Connection connection = transport.open(Queues.defaults().withReceivedBytes(192 * KIB));
    receive(connection, endless());
    assertThat(transport.reading).isFalse();
    // takes the first piece of the message and keeps it, for the end has not come
    assertThat(connection.receive(Duration.ZERO)).isEmpty();
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo("880203f5");
    assertThat(transport.reading).as("to see the end").isTrue();
    for (int i = 0; i < 100; i++) {
      receive(connection, ByteBuffer.allocate(READ_BYTES));
      assertThat(small.usedBytes()).isLessThan(2 * READ_BYTES);
    }
    assertThatThrownBy(connection::receive)
        .isInstanceOfSatisfying(
            ConnectionClosedException.class,
            e -> assertThat(e.sent()).isEqualTo(CloseReason.of(CloseCode.TRY_AGAIN_LATER)));
    connection.streamEnded(null);
    assertThat(small.usedBytes()).isZero();
  }
}
