package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.ArrayDeque;

/** What a socket did not take at once, in order, and who waits for some of it to be taken. */
final class Backlog {
  /** Up to how many bytes are copied behind what is there, if there is room. */
  private static final int FEW_BYTES = 512;

  private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>(1);

  /** Written by the loop, read by any thread. */
  private volatile long size;

  private long written;

  /** Somebody waits until so many bytes are written. */
  private record Mark(long at, Runnable reached) {}

  /** Takes over a buffer with bytes to write. */
  void add(ByteBuf bytes) {
    int length = bytes.readableBytes();
    ByteBuf last = buffers.peekLast();
    if (last != null && length <= FEW_BYTES && last.isWritable(length)) {
      // a buffer for every frame would be much more than what is counted
      last.writeBytes(bytes);
      bytes.release();
    } else {
      buffers.add(bytes);
    }
    count(length);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop alone
  private void count(long more) {
    size += more;
  }

  /** How many bytes there are; from any thread. */
  long size() {
    return size;
  }

  /** How many bytes were written, of those that are not there any more. */
  long written() {
    return written;
  }

  /** Has {@code reached} called, in turn, once all that was added so far is written. */
  void mark(Runnable reached) {
    // not once nothing is left: what is added later may keep it from ever being empty
    marks.add(new Mark(written + size, reached));
  }

  /** Tells those whose bytes are written. */
  void tellMarks() {
    for (Mark next = marks.peek(); next != null && next.at() <= written; next = marks.peek()) {
      marks.remove().reached().run();
    }
  }

  boolean isEmpty() {
    return buffers.isEmpty();
  }

  /** Writes until the socket takes no more, or nothing is left. */
  void writeTo(Socket socket, LoopBuffers spare) throws IOException {
    for (ByteBuf next = buffers.peek(); next != null; next = buffers.peek()) {
      int taken = next.hasMemoryAddress() ? send(socket, next) : sendCopy(socket, next, spare);
      if (taken <= 0) {
        return;
      }
      written += taken;
      count(-taken);
      next.skipBytes(taken);
      if (!next.isReadable()) {
        buffers.remove().release();
      }
    }
  }

  private static int send(Socket socket, ByteBuf bytes) throws IOException {
    return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
  }

  private static int sendCopy(Socket socket, ByteBuf bytes, LoopBuffers spare) throws IOException {
    ByteBuf copy = spare.forWriting(LoopBuffers.LARGE_WRITE_BYTES);
    try {
      int length = Math.min(copy.writableBytes(), bytes.readableBytes());
      return send(socket, copy.writeBytes(bytes, bytes.readerIndex(), length));
    } finally {
      copy.release();
    }
  }

  /** Frees what is not written. */
  void release() {
    buffers.forEach(ByteBuf::release);
    buffers.clear();
    marks.clear();
  }
}
