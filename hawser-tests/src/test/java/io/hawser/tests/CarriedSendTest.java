package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.connection.Connection;
import io.hawser.error.CallInterruptedException;
import io.hawser.model.Message;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread sends that runs on the event loop of its connection, beside what others do. */
@Timeout(60)
class CarriedSendTest {
  private final SteppedTransport transport = new SteppedTransport();
  private final Connection connection = transport.open();

  @AfterEach
  void isNotInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private void sendCarried(String text) {
    transport.carried = true;
    connection.send(text);
    transport.carried = false;
  }

  private static String frame(String text) {
    return "8101" + HexFormat.of().toHexDigits((byte) text.charAt(0));
  }

  private void isWritten(String... texts) {
    transport.turn();
    var frames = new StringBuilder();
    for (String text : texts) {
      frames.append(frame(text));
    }
    assertThat(transport.writtenHex()).isEqualTo(frames.toString());
  }

  @Test
  void isWrittenWhenTheLoopHasItsTurn() {
    sendCarried("a");
    assertThat(transport.writtenHex()).isEmpty();
    isWritten("a");
  }

  @Test
  void goesBehindWhatOthersSentBeforeAndBeforeWhatTheySendLater() {
    connection.send("a");
    sendCarried("b");
    connection.send("c");
    sendCarried("d");
    isWritten("a", "b", "c", "d");
  }

  @Test
  void goesBeforeWhatOthersSendLater() {
    sendCarried("a");
    connection.send("b");
    sendCarried("c");
    isWritten("a", "b", "c");
  }

  @Test
  void goesBeforeWhatTheLoopSendsLater() {
    sendCarried("a");
    transport.onLoop = true;
    assertThat(connection.trySend(Message.text("b"))).isTrue();
    transport.onLoop = false;
    isWritten("a", "b");
  }

  @Test
  void waitsForTheEndOfAMessageInFragments() throws IOException {
    try (Writer other = connection.beginText()) {
      sendCarried("b");
      other.write("a");
    }
    isWritten("a", "b");
  }

  @Test
  void isBoundedAsThatOfOthers() {
    for (int i = 0; i < 10; i++) {
      transport.carried = true;
      assertThat(connection.trySend(Message.binary(new byte[10_000]))).isTrue();
    }
    assertThat(connection.queuedBytes()).isBetween(60_000L, 80_000L);
    transport.turn();
    assertThat(connection.queuedBytes()).isZero();
    assertThat(transport.writtenHex()).hasSize(2 * 10 * (4 + 10_000));
  }

  @Test
  void queuesForAFullPeer() {
    transport.writable = false;
    sendCarried("a");
    assertThat(connection.queuedBytes()).isPositive();
    isWritten();
    transport.writable = true;
    connection.writable();
    isWritten("a");
  }

  @Test
  void saysThatItWasInterrupted() {
    transport.carried = true;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> connection.send("a")).isInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    isWritten();
  }

  @Test
  void isForgottenWhenTheConnectionFails() {
    sendCarried("a");
    connection.failed(new IllegalStateException("ours"));
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo("880203f3");
  }

  @Test
  void goesBeforeTheCloseFrame() {
    sendCarried("a");
    CompletableFuture.runAsync(() -> connection.startClosing(1000, "")).join();
    transport.turn();
    assertThat(transport.writtenHex()).isEqualTo(frame("a") + "880203e8");
  }
}
