package io.hawser.benchmarks;

import io.hawser.error.WebSocketException;
import io.hawser.model.CloseReason;
import io.hawser.model.Message;
import io.hawser.protocol.Events;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** Takes messages, and nothing else may come. */
final class ConsumedEvents implements Events {
  @Nullable Blackhole blackhole;

  @Override
  public boolean message(Message message) {
    if (blackhole != null) {
      blackhole.consume(message);
    }
    return true;
  }

  @Override
  public void ping(byte[] payload) {
    throw new AssertionError("ping");
  }

  @Override
  public void pong(byte[] payload) {
    throw new AssertionError("pong");
  }

  @Override
  public void closeReceived(CloseReason received) {
    throw new AssertionError("close " + received);
  }

  @Override
  public void failed(WebSocketException cause) {
    throw new AssertionError(cause);
  }

  @Override
  public void writeClose(CloseReason reason) {
    throw new AssertionError("close " + reason);
  }

  @Override
  public void endStream() {
    throw new AssertionError("end");
  }
}
