package io.hawser.netty;

import io.hawser.protocol.FrameEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that all connections of one event loop share: one to read into, since what was read
 * is through before the next read, and one of each size to gather frames in, since mostly the
 * socket takes them at once. They cost no allocation, and all but the largest stay in the
 * processor's cache. Owned by the loop.
 */
final class LoopBuffers {
  /** The more, the fewer reads of a large message: each is a turn of the loop. */
  static final int READ_BYTES = 256 * 1024;

  /** While memory is short: enough for a small message, and for others to have their turn. */
  static final int SPARING_READ_BYTES = 16 * 1024;

  /** For large frames. */
  static final int LARGE_WRITE_BYTES = 128 * 1024;

  /**
   * For the largest frames to sockets that take much: the largest message that peers send, unless
   * told otherwise, costs the kernel less in one piece than in nine. One of 256 KiB costs more so,
   * which is then copied through more memory than the processor's cache has.
   */
  static final int HUGE_WRITE_BYTES = 1024 * 1024 + FrameEncoder.MAX_HEADER_BYTES;

  /** What was used otherwise, while somebody holds on to the buffer. */
  private static final int OTHER_READ_BYTES = 2 * 1024;

  private final ByteBufAllocator alloc;
  private final ByteBuf read;
  private final ByteBuffer readBytes;
  private final RecvByteBufAllocator reads = new Reads();
  private final SmallFrames small;
  private ByteBuf largeWrite;

  /** Null before it is needed. */
  private @Nullable ByteBuf hugeWrite;

  LoopBuffers() {
    // not pooled, and not looked after for leaks, which costs more than what is done with them
    this(new UnpooledByteBufAllocator(true, true));
  }

  LoopBuffers(ByteBufAllocator alloc) {
    this.alloc = alloc;
    read = alloc.directBuffer(READ_BYTES, READ_BYTES);
    readBytes = read.nioBuffer(0, READ_BYTES);
    small = new SmallFrames(alloc);
    largeWrite = alloc.directBuffer(LARGE_WRITE_BYTES, LARGE_WRITE_BYTES);
  }

  /** Makes channels read into the buffer. Only for those whose handlers keep nothing of it. */
  RecvByteBufAllocator reads() {
    return reads;
  }

  /** Whether it is known where the buffers are: some JVMs do not say. */
  boolean hasAddresses() {
    return read.hasMemoryAddress();
  }

  /** Where to read to, {@link #READ_BYTES} at the most, what is through before the next read. */
  long readAddress() {
    return read.memoryAddress();
  }

  /** Returns the bytes that were read there. */
  ByteBuffer read(int length) {
    return readBytes.clear().limit(length);
  }

  /**
   * Returns a buffer to gather frames in, empty, for the caller to hand on or to release.
   *
   * @param bytes how much room there must be, {@link #LARGE_WRITE_BYTES} at the most; more than
   *     that there is if there is memory for it
   */
  ByteBuf forWriting(int bytes) {
    if (bytes <= SmallFrames.BYTES) {
      return small.lend();
    }
    if (bytes > LARGE_WRITE_BYTES) {
      try {
        hugeWrite = hugeWrite();
        return hugeWrite.retain();
      } catch (OutOfMemoryError none) {
        // not more than a convenience
      }
    }
    largeWrite = reusable(largeWrite);
    return largeWrite.retain();
  }

  private ByteBuf hugeWrite() {
    ByteBuf buffer = hugeWrite;
    return buffer == null
        ? alloc.directBuffer(HUGE_WRITE_BYTES, HUGE_WRITE_BYTES)
        : reusable(buffer);
  }

  /** Another one if a socket is full, or another connection of this loop is not done. */
  static ByteBuf reusable(ByteBuf buffer) {
    if (buffer.refCnt() == 1) {
      return buffer.clear();
    }
    // first, for there may be no memory: then it is the loop's still
    ByteBuf other = buffer.alloc().directBuffer(buffer.capacity(), buffer.capacity());
    buffer.release();
    return other;
  }

  static boolean isLarge(ByteBuf buffer) {
    return buffer.capacity() >= LARGE_WRITE_BYTES;
  }

  private static boolean isHuge(ByteBuf buffer) {
    return buffer.capacity() >= HUGE_WRITE_BYTES;
  }

  /**
   * Lets go of a buffer that is through, and of a large one for little that is left in it, or was:
   * thousands of peers may be stalled, each with a little.
   */
  static @Nullable ByteBuf rest(ByteBuf buffer) {
    int left = buffer.readableBytes();
    if (left == 0) {
      buffer.release();
      return null;
    }
    return isHuge(buffer) || (isLarge(buffer) && left <= buffer.capacity() / 2)
        ? moved(buffer)
        : buffer;
  }

  /**
   * Moves what is left to a buffer of that size; much of it back to the heap, where the message
   * was, for direct memory is scarcer.
   */
  private static ByteBuf moved(ByteBuf buffer) {
    int length = buffer.readableBytes();
    ByteBuf to =
        length > LARGE_WRITE_BYTES
            ? Unpooled.buffer(length, length)
            : ByteBufAllocator.DEFAULT.directBuffer(length);
    to.writeBytes(buffer);
    buffer.release();
    return to;
  }

  /** Returns where the next bytes of a buffer go, so many at the most. */
  ByteBuffer room(ByteBuf buffer, int bytes) {
    if (small.isLent(buffer)) {
      return small.room();
    }
    buffer.ensureWritable(bytes);
    return buffer.internalNioBuffer(buffer.writerIndex(), bytes);
  }

  /** Has what was put into the room of a buffer in the buffer itself. */
  void settle(ByteBuf buffer) {
    small.settle(buffer);
  }

  /** Nothing is read or written any more. */
  void release() {
    read.release();
    small.release();
    largeWrite.release();
    if (hugeWrite != null) {
      hugeWrite.release();
    }
  }

  private final class Reads extends DefaultMaxMessagesRecvByteBufAllocator {
    /** One for all channels: its figures are of one read at a time, and begin anew with each. */
    private final MaxMessageHandle handle =
        new MaxMessageHandle() {
          @Override
          public ByteBuf allocate(ByteBufAllocator other) {
            return read.refCnt() > 1 ? other.ioBuffer(OTHER_READ_BYTES) : read.clear().retain();
          }

          @Override
          public int guess() {
            return OTHER_READ_BYTES;
          }
        };

    @Override
    @SuppressWarnings("deprecation") // the type of an abstract method
    public Handle newHandle() {
      return handle;
    }
  }
}
