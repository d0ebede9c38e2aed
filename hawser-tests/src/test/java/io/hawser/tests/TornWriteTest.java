package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Queues;
import io.hawser.connection.Connection;
import io.hawser.model.Message;
import io.hawser.server.Broadcast;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that cannot be written to its end, as if no memory was left. */
@Timeout(60)
class TornWriteTest {
  private static final Message LARGE = Message.binary(new byte[100_000]);

  private final SteppedTransport transport = new SteppedTransport();
  private final Connection connection = transport.open(Queues.defaults().withSendBytes(1_000_000));

  TornWriteTest() {
    connection.begin();
    transport.whenAppended =
        () -> {
          throw new OutOfMemoryError("none left, as a test wants it");
        };
  }

  @Test
  void whatALoopSendsCutsTheStreamAndIsThrown() {
    transport.onLoop = true;
    assertThatThrownBy(() -> connection.send(LARGE)).isInstanceOf(OutOfMemoryError.class);
    assertThat(transport.aborted).isTrue();
  }

  @Test
  void whatALoopSendsToManyCutsTheStream() {
    transport.onLoop = true;
    var other = new SteppedTransport();
    other.onLoop = true;
    Connection healthy = other.open();
    Broadcast.of(LARGE).to(List.of(connection, healthy));
    assertThat(transport.aborted).isTrue();
    assertThat(other.aborted).isFalse();
    assertThat(other.writtenHex()).as("another gets it").startsWith("827f00000000000186a0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWaitsForTheLoopCutsTheStream(boolean forMany) {
    if (forMany) {
      Broadcast.of(LARGE).to(List.of(connection));
    } else {
      connection.send(LARGE);
    }
    transport.turn();
    assertThat(transport.aborted).isTrue();
    connection.streamEnded(null);
    assertThat(connection.closure()).isPresent();
  }

  @Test
  void aPingThatCannotBeWrittenFailsItsConnectionAlone() {
    transport.whenFlushed =
        () -> {
          throw new OutOfMemoryError("none left, as a test wants it");
        };
    transport.nanos += Duration.ofHours(1).toNanos();
    // what its time brings is thrown at nobody
    transport.runTimers();
    assertThat(transport.aborted).isTrue();
  }
}
