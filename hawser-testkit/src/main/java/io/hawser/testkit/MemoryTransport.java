package io.hawser.testkit;

import io.hawser.connection.Connection;
import io.hawser.connection.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream in memory. Both ends share one loop, so nothing here needs a lock; like a
 * socket it carries so many bytes, and delivers none while the other end does not read.
 */
final class MemoryTransport implements Transport {
  private static final int HIGH_BYTES = 64 * 1024;

  private final Executor loop;
  private final BooleanSupplier onLoop;
  private final SocketAddress localAddress;
  private final SocketAddress remoteAddress;

  private @Nullable MemoryTransport other;
  private @Nullable Connection connection;

  private ByteBuffer batch = ByteBuffer.allocate(256);
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private final AtomicInteger arrivedBytes = new AtomicInteger();
  private long takenBytes;
  private boolean reading = true;
  private boolean endArrived;
  private boolean ended;

  MemoryTransport(
      Executor loop,
      BooleanSupplier onLoop,
      SocketAddress localAddress,
      SocketAddress remoteAddress) {
    this.loop = loop;
    this.onLoop = onLoop;
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
  }

  /** Somebody waits until so many bytes are taken. */
  private record Mark(long takenBytes, Runnable written) {}

  /** Ties two ends together. */
  static void join(
      MemoryTransport one, Connection ofOne, MemoryTransport another, Connection ofAnother) {
    one.other = another;
    one.connection = ofOne;
    another.other = one;
    another.connection = ofAnother;
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    if (batch.remaining() < bytes) {
      batch = ByteBuffer.allocate(2 * (batch.position() + bytes)).put(batch.flip());
    }
    return batch.slice();
  }

  @Override
  public void commit(int bytes) {
    batch.position(batch.position() + bytes);
  }

  @Override
  public void append(List<byte[]> parts) {
    for (byte[] part : parts) {
      reserve(part.length);
      batch.put(part);
    }
  }

  @Override
  public boolean isWritable() {
    return other().arrivedBytes.get() + batch.position() < HIGH_BYTES;
  }

  @Override
  public void flush() {
    if (batch.position() > 0) {
      byte[] bytes = Arrays.copyOf(batch.array(), batch.position());
      batch.clear();
      other().arrive(bytes);
    }
  }

  @Override
  public long pendingBytes() {
    // what a socket's buffers hold is out of our hands
    return Math.max(0, other().arrivedBytes.get() - HIGH_BYTES + 1);
  }

  @Override
  public long progress() {
    return other().takenBytes;
  }

  @Override
  public void mark(Runnable written) {
    flush();
    other().marks.add(new Mark(other().takenBytes + pendingBytes(), written));
    execute(other()::tellMarks);
  }

  private void tellMarks() {
    for (Mark next = marks.peek();
        next != null && next.takenBytes() <= takenBytes;
        next = marks.peek()) {
      marks.remove().written().run();
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    execute(this::deliver);
  }

  @Override
  public void endStream() {
    flush();
    other().endArrived = true;
    execute(other()::deliver);
  }

  @Override
  public void abort() {
    execute(
        () -> {
          end(null);
          other().end(new IOException("connection reset"));
        });
  }

  /** The network fails: both ends see it. */
  void cut() {
    execute(
        () -> {
          end(new IOException("connection reset"));
          other().end(new IOException("connection reset"));
        });
  }

  @Override
  public boolean isOnLoop() {
    return onLoop.getAsBoolean();
  }

  @Override
  public void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // the pair is closed, and both ends were told so
    }
  }

  @Override
  public SocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  private void arrive(byte[] bytes) {
    arrived.add(bytes);
    arrivedBytes.addAndGet(bytes.length);
    execute(this::deliver);
  }

  private void deliver() {
    while (reading && !ended && !arrived.isEmpty()) {
      byte[] bytes = arrived.remove();
      boolean wasFull = arrivedBytes.get() >= HIGH_BYTES;
      arrivedBytes.addAndGet(-bytes.length);
      takenBytes += bytes.length;
      tellMarks();
      connection().received(ByteBuffer.wrap(bytes));
      connection().readComplete();
      if (wasFull && arrivedBytes.get() < HIGH_BYTES) {
        other().connection().writable();
      }
    }
    if (reading && endArrived && !ended && arrived.isEmpty()) {
      // like a socket that is closed once its peer has ended the stream
      end(null);
      other().endArrived = true;
      execute(other()::deliver);
    }
  }

  private void end(@Nullable Throwable cause) {
    if (!ended) {
      ended = true;
      connection().streamEnded(cause);
    }
  }

  private MemoryTransport other() {
    if (other == null) {
      throw new IllegalStateException("not joined");
    }
    return other;
  }

  private Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("not joined");
    }
    return connection;
  }
}
