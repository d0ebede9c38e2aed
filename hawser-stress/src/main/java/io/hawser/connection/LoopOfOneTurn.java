package io.hawser.connection;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A transport whose loop is whoever calls {@link #run}; it counts Close frames. */
final class LoopOfOneTurn implements Transport {
  private static final SocketAddress ADDRESS = InetSocketAddress.createUnresolved("peer", 1);

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(256);

  // confined to the loop
  private int messages;
  private int closeFrames;
  private int afterClose;

  /** Runs what was handed over to the loop up to now. */
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  int messages() {
    return messages;
  }

  int closeFrames() {
    return closeFrames;
  }

  /** Frames behind the Close frame, where none may be (RFC 6455, 5.5.1). */
  int afterClose() {
    return afterClose;
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    return buffer.clear();
  }

  @Override
  public void commit(int bytes) {
    count(buffer.get(0));
  }

  @Override
  public void append(List<byte[]> parts) {
    count(parts.getFirst()[0]);
  }

  /** Every frame here is small, and comes in one piece. */
  private void count(byte firstByte) {
    if (closeFrames > 0) {
      afterClose++;
    }
    if ((firstByte & 0x0F) == 0x8) {
      closeFrames++;
    } else {
      messages++;
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void flush() {}

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public long progress() {
    return 0;
  }

  @Override
  public void mark(Runnable written) {
    written.run();
  }

  @Override
  public void reading(boolean on) {}

  @Override
  public void endStream() {}

  @Override
  public void abort() {}

  @Override
  public boolean isOnLoop() {
    return false;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public SocketAddress localAddress() {
    return ADDRESS;
  }

  @Override
  public SocketAddress remoteAddress() {
    return ADDRESS;
  }
}
