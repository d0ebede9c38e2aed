package io.hawser.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Where the small frames of one event loop gather: in an array, for which a few bytes cost least,
 * and from there all at once in the buffer that a socket is offered. Owned by the loop.
 */
final class SmallFrames {
  /** What a connection may hold that is stalled with a few bytes of it. */
  static final int BYTES = 4 * 1024;

  private final byte[] array = new byte[BYTES];
  private final ByteBuffer room = ByteBuffer.wrap(array);
  private ByteBuf buffer;

  /** Whether what is gathered is in the array only. */
  private boolean unsettled;

  SmallFrames(ByteBufAllocator alloc) {
    buffer = alloc.directBuffer(BYTES, BYTES);
  }

  /** Returns a buffer to gather frames in, empty, for the caller to hand on or to release. */
  ByteBuf lend() {
    // whoever still has it goes on without the array
    settle(buffer);
    buffer = LoopBuffers.reusable(buffer);
    return buffer.retain();
  }

  /** Whether frames for this buffer gather here. */
  @SuppressWarnings("ReferenceEquality") // buffers are equal if their bytes are
  boolean isLent(ByteBuf other) {
    return other == buffer;
  }

  /** Returns where the next bytes of the buffer that is lent go. */
  ByteBuffer room() {
    unsettled = true;
    return room.clear().position(buffer.writerIndex());
  }

  /** Has what is gathered in the buffer, if it was lent here. */
  void settle(ByteBuf lent) {
    if (unsettled && isLent(lent)) {
      unsettled = false;
      lent.setBytes(0, array, 0, lent.writerIndex());
    }
  }

  /** Nothing is written any more. */
  void release() {
    buffer.release();
  }
}
