package io.hawser.netty;

import io.hawser.connection.Bugs;
import io.hawser.connection.Connection;
import io.netty.channel.epoll.EpollIoOps;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one event loop that have something to tell, taken several at a time: what all of
 * them need is fetched from memory together before the first is read. With many connections nothing
 * of one is in the processor's cache any more when its turn comes again, and to wait for each of
 * its parts by itself is what a small message would cost most. Owned by the loop.
 */
final class ReadySockets implements Runnable {
  private final @Nullable SocketTransport[] sockets = new SocketTransport[Connection.TOGETHER];
  private final EpollIoOps[] told = new EpollIoOps[Connection.TOGETHER];
  private int size;
  private boolean due;

  /** What came of looking, kept so that it is looked. */
  @SuppressWarnings("unused")
  private int kept;

  /** Has a socket told, with others if there are, as soon as no more of them come. */
  void add(SocketTransport socket, EpollIoOps ops) {
    sockets[size] = socket;
    told[size++] = ops;
    if (size == Connection.TOGETHER) {
      tell();
    } else if (!due) {
      // behind all events of this turn
      socket.loop().execute(this);
      due = true;
    }
  }

  @Override
  public void run() {
    due = false;
    tell();
  }

  private void tell() {
    int count = size;
    size = 0;
    if (count > 1) {
      prefetch(count);
    }
    for (int i = 0; i < count; i++) {
      SocketTransport socket = Objects.requireNonNull(sockets[i]);
      sockets[i] = null;
      try {
        socket.told(told[i]);
      } catch (Throwable bug) {
        // not even its end could be told; the others would not be told again
        Bugs.report(bug);
      }
    }
  }

  private void prefetch(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Objects.requireNonNull(sockets[i]).prefetch();
    }
    kept = sum;
  }
}
