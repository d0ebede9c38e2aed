package io.hawser.connection;

import io.hawser.MessageReader;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.MessageTooBigException;
import io.hawser.model.CloseCode;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the application receives on one connection. For one thread at a time. */
final class Receiving {
  private final Connection connection;
  private final Inbox inbox;
  private final int maxMessageBytes;

  // of a message that comes in fragments, what came of it before a wait was over
  private @Nullable ByteArrayOutputStream partial;

  // the message that was begun to be read last
  private @Nullable IncomingMessage reading;

  Receiving(Connection connection, Inbox inbox, int maxMessageBytes) {
    this.connection = connection;
    this.inbox = inbox;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Is for a listener from now on: returns where what comes waits for it. */
  Inbox listen(long initialDemand) {
    inbox.listen(initialDemand);
    return inbox;
  }

  /**
   * Waits for a message.
   *
   * @return null if the time passed
   */
  @Nullable Message message(long nanos) {
    requireTurn("receive");
    long end = nanos == Inbox.FOREVER ? 0 : System.nanoTime() + nanos;
    while (true) {
      long left = nanos == Inbox.FOREVER ? nanos : end - System.nanoTime();
      Received next = take("receive", Math.max(0, left));
      if (next instanceof Received.Whole whole) {
        return whole.message();
      }
      if (!(next instanceof Received.Part part)) {
        return null;
      }
      Message whole = assemble(part.fragment());
      if (whole != null) {
        return whole;
      }
    }
  }

  /** Waits for the beginning of a message. */
  MessageReader stream() {
    requireTurn("receiveStream");
    if (partial != null) {
      throw new IllegalStateException(
          "receiveStream inside a message; receive was interrupted in it");
    }
    Received next = take("receiveStream");
    Fragment first =
        next instanceof Received.Whole whole
            ? new Fragment(whole.message(), true, true)
            : ((Received.Part) next).fragment();
    var message = new IncomingMessage(first, new Source());
    reading = message;
    return message;
  }

  /** Returns the message if it is whole with this. */
  private @Nullable Message assemble(Fragment fragment) {
    if (fragment.first() && fragment.last()) {
      return fragment.piece();
    }
    ByteArrayOutputStream bytes = partial;
    if (bytes == null) {
      bytes = new ByteArrayOutputStream(fragment.size());
      partial = bytes;
    }
    if (fragment.size() > maxMessageBytes - bytes.size()) {
      tooBig((long) bytes.size() + fragment.size());
      return null;
    }
    bytes.writeBytes(fragment.bytes());
    inbox.share().kept(fragment.size());
    if (!fragment.last()) {
      return null;
    }
    forget();
    byte[] whole = bytes.toByteArray();
    return fragment.isText() ? Message.Text.ofValidUtf8(whole) : Message.binary(whole);
  }

  private void forget() {
    if (partial != null) {
      inbox.share().kept(-partial.size());
      partial = null;
    }
  }

  /** Fails the connection; the next wait ends when it is known to be. */
  private void tooBig(long bytes) {
    forget();
    inbox.drop();
    connection.fail(
        CloseReason.of(CloseCode.MESSAGE_TOO_BIG),
        new MessageTooBigException(bytes, maxMessageBytes));
  }

  /** Waits as long as it takes. */
  private Received take(String call) {
    return Objects.requireNonNull(take(call, Inbox.FOREVER));
  }

  /** Returns null if the time passed. */
  private @Nullable Received take(String call, long nanos) {
    try {
      Received next = inbox.take(nanos);
      if (next == null && inbox.isExhausted()) {
        forget();
        throw connection.closedException();
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(call, e);
    }
  }

  /** What a call is told on a connection whose messages are called with. */
  static IllegalStateException forListener(String call) {
    return new IllegalStateException(
        call + " from a connection with a listener; the listener is called with its messages");
  }

  private void requireTurn(String call) {
    if (inbox.isForListener()) {
      throw forListener(call);
    }
    if (connection.isOnLoop()) {
      throw new IllegalStateException(call + " would wait on an event loop, for itself");
    }
    if (reading != null && !reading.isEnded()) {
      throw new IllegalStateException(
          call + " inside a message that is being read; read it to its end, or close its reader");
    }
  }

  /** The fragments of a message that is being read. */
  private final class Source implements FragmentSource {
    @Override
    public Fragment next() {
      // of those who get messages in pieces, nobody gets whole ones
      return ((Received.Part) take("read")).fragment();
    }

    @Override
    public void skip() {
      inbox.skip();
    }
  }
}
