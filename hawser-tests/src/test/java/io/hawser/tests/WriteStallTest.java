package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.Timeouts;
import io.hawser.connection.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts as progress of what is queued, and what it is that has to make some. */
@Timeout(60)
class WriteStallTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final SteppedTransport transport = new SteppedTransport();
  private final Connection connection = open();

  private Connection open() {
    transport.timeouts = Timeouts.defaults().withoutPings();
    Connection open = transport.open();
    open.begin();
    return open;
  }

  /** Sends part of a message, of which the peer takes nothing yet. */
  private OutputStream beginMessage() throws IOException {
    OutputStream message = connection.beginBinary();
    transport.pendingBytes = 100_000;
    message.write(new byte[16 * 1024]);
    message.flush();
    transport.turn();
    return message;
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      transport.nanos += SECOND;
      transport.runTimers();
    }
  }

  @Test
  void whatWaitsForTheEndOfAMessageOfOursIsNotThePeersFault() throws IOException {
    try (OutputStream message = beginMessage()) {
      connection.send("behind");
      pass(5);
      transport.pendingBytes = 0;
      // the peer has all there is; we are slow to go on
      pass(40);
      assertThat(connection.queuedBytes()).isPositive();
      assertThat(transport.aborted).isFalse();
      assertThat(connection.isOpen()).isTrue();
      message.write(1);
    }
    transport.turn();
    assertThat(transport.writtenHex()).endsWith("8106626568696e64");
  }

  @Test
  void whatThePeerDoesNotTakeIs() throws IOException {
    beginMessage();
    connection.send("behind");
    pass(19);
    assertThat(connection.isOpen()).isTrue();
    pass(3);
    assertThat(transport.aborted).isTrue();
  }

  @Test
  void whatThePeerDoesNotTakeOfTheRestOfItIs() throws IOException {
    OutputStream message = beginMessage();
    transport.pendingBytes = 0;
    pass(40);
    transport.writable = false;
    transport.pendingBytes = 100_000;
    message.write(new byte[16 * 1024]);
    message.flush();
    transport.turn();
    pass(22);
    assertThat(transport.aborted).isTrue();
  }
}
