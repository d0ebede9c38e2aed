package io.hawser.netty;

import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The byte stream under a connection of one event loop. Frames gather in one buffer until a flush.
 * While nothing is queued the socket is offered that; what it does not take is queued.
 */
abstract class LoopTransport extends LoopBound {
  private static final int BATCH_BYTES = 512;
  private static final int FULL_BATCH_BYTES = 32 * 1024;

  // owned by the loop; null unless something is appended and not flushed
  private @Nullable ByteBuf batch;

  // the same for frames that other connections get, too: a part of a buffer that all share
  private @Nullable ByteBuf shared;
  private int sharedFrom;
  private int sharedTo;

  private boolean unflushed;

  /** Whether the socket took the last large batch whole. */
  private boolean takesMuch;

  LoopTransport(EventLoop loop, SocketAddress localAddress, SocketAddress remoteAddress) {
    super(loop, localAddress, remoteAddress);
  }

  /**
   * Has events come without the channel from soon on, if the stream can do without; on the loop,
   * once it is known to whom to deliver.
   *
   * @param takeOver asked then for what is to be run, instead of what those who listen to the
   *     channel do, once the socket is closed
   */
  abstract void leaveChannel(Supplier<Runnable> takeOver);

  /**
   * The channel's loop has let go of it.
   *
   * @param cause what went wrong with it before, if anything
   */
  abstract void channelLeft(@Nullable Throwable cause);

  /** The channel has closed. */
  void channelClosed() {
    release();
  }

  /** Offers bytes to the socket while nothing is queued; returns how many it takes. */
  abstract int offer(ByteBuf buffer, int from, int to);

  /** Takes over bytes, which go behind what is queued. */
  abstract void queue(ByteBuf bytes);

  /** Starts to write what is queued. */
  abstract void flushQueue();

  @Override
  public ByteBuffer reserve(int bytes) {
    queueShared();
    ByteBuf buffer = batch;
    if (buffer != null && buffer.maxWritableBytes() < bytes) {
      buffer = wider(buffer, bytes);
    }
    if (buffer == null) {
      buffer = buffer(bytes);
      batch = buffer;
    }
    return local().buffers().room(buffer, bytes);
  }

  /** Goes on in a large buffer, so that all goes out at once; null to begin anew. */
  private @Nullable ByteBuf wider(ByteBuf buffer, int bytes) {
    if (LoopBuffers.isLarge(buffer) || bytes > LoopBuffers.LARGE_WRITE_BYTES / 2 || !isTaken()) {
      queueGathered();
      return null;
    }
    return goOnIn(local().buffers().forWriting(LoopBuffers.LARGE_WRITE_BYTES));
  }

  /** Goes on in a large buffer, behind what there is, if there is anything. */
  private ByteBuf goOnIn(ByteBuf large) {
    ByteBuf before = batch;
    if (before != null) {
      local().buffers().settle(before);
      large.writeBytes(before);
      before.release();
    }
    batch = large;
    return large;
  }

  private ByteBuf buffer(int bytes) {
    // what a full socket keeps should be no larger than what is in it
    return bytes <= LoopBuffers.LARGE_WRITE_BYTES && isTaken()
        ? local().buffers().forWriting(bytes)
        : ByteBufAllocator.DEFAULT.directBuffer(Math.max(bytes, BATCH_BYTES));
  }

  @Override
  public void commit(int bytes) {
    ByteBuf buffer = batch;
    if (buffer == null) {
      throw new IllegalStateException("commit without reserve");
    }
    buffer.writerIndex(buffer.writerIndex() + bytes);
    moveMuch();
  }

  /** Does not wait for a flush with much, of which each connection of the loop might have some. */
  private void moveMuch() {
    if (batch != null && batch.readableBytes() >= FULL_BATCH_BYTES) {
      moveGathered();
    }
  }

  @Override
  public void append(List<byte[]> parts) {
    int left = 0;
    for (byte[] part : parts) {
      left += part.length;
    }
    for (byte[] part : parts) {
      append(part, left);
      left -= part.length;
    }
    moveMuch();
  }

  private void append(byte[] part, int left) {
    for (int at = 0; at < part.length; ) {
      ByteBuf buffer = largeBatch(left - at);
      if (buffer == null) {
        write(Unpooled.wrappedBuffer(part, at, part.length - at));
        return;
      }
      int size = Math.min(buffer.writableBytes(), part.length - at);
      buffer.writeBytes(part, at, size);
      at += size;
    }
  }

  /**
   * Returns a batch with room for a large payload; null if the socket does not take what is there.
   *
   * @param left how much of the payload is to come
   */
  private @Nullable ByteBuf largeBatch(int left) {
    queueShared();
    ByteBuf before = batch;
    if (before != null && before.isWritable() && LoopBuffers.isLarge(before)) {
      return before;
    }
    // a header goes out with what follows
    ByteBuf header = before != null && before.readableBytes() <= BATCH_BYTES ? before : null;
    if (header != null) {
      batch = null;
    }
    flush();
    if (!isTaken()) {
      if (header != null) {
        write(header);
      }
      return null;
    }
    boolean huge = takesMuch && left > LoopBuffers.HUGE_WRITE_BYTES / 2;
    int room = huge ? LoopBuffers.HUGE_WRITE_BYTES : LoopBuffers.LARGE_WRITE_BYTES;
    // goes before what is to come, and is not lost if there is no memory for that
    batch = header;
    return goOnIn(local().buffers().forWriting(room));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // buffers are equal if their bytes are
  public void append(SharedFrame frame) {
    int length = frame.bytes().length;
    if (length > SharedFrames.MOST_BYTES) {
      append(List.of(frame.bytes()));
      return;
    }
    SharedFrames.Run run = local().shared().run(frame);
    if (shared != run.buffer() || sharedTo != run.from()) {
      queueGathered();
      shared = run.buffer().retain();
      sharedFrom = run.from();
    }
    sharedTo = run.from() + length;
  }

  @Override
  public void flush() {
    moveGathered();
    if (unflushed) {
      unflushed = false;
      flushQueue();
    }
  }

  /** Offers what is gathered, if nothing goes before it, and queues what is left. */
  private void moveGathered() {
    if (isTaken()) {
      offerGathered();
    }
    queueGathered();
  }

  private void offerGathered() {
    if (batch != null) {
      local().buffers().settle(batch);
      int taken = offer(batch, batch.readerIndex(), batch.writerIndex());
      if (batch != null) {
        // not freed meanwhile: the stream may have ended
        if (LoopBuffers.isLarge(batch)) {
          takesMuch = taken == batch.readableBytes();
        }
        batch = LoopBuffers.rest(batch.skipBytes(taken));
      }
    } else if (shared != null) {
      sharedFrom += offer(shared, sharedFrom, sharedTo);
      if (shared != null && sharedFrom == sharedTo) {
        shared.release();
        shared = null;
      }
    }
  }

  /** Frees what was never flushed. */
  void release() {
    ByteBuf buffer = batch;
    if (buffer != null) {
      batch = null;
      buffer.release();
    }
    buffer = shared;
    if (buffer != null) {
      shared = null;
      buffer.release();
    }
  }

  /** Queues what is gathered. */
  final void queueGathered() {
    queueShared();
    ByteBuf buffer = batch;
    if (buffer != null) {
      batch = null;
      write(buffer);
    }
  }

  private void queueShared() {
    ByteBuf buffer = shared;
    if (buffer != null) {
      shared = null;
      write(buffer.slice(sharedFrom, sharedTo - sharedFrom));
    }
  }

  private void write(ByteBuf bytes) {
    unflushed = true;
    local().buffers().settle(bytes);
    queue(bytes);
  }
}
