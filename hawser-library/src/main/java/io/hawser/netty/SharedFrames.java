package io.hawser.netty;

import io.hawser.extension.DeflateProfile;
import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that many connections of one event loop get, copied once for all of them, and one
 * behind the other: a connection that gets several in a row writes them in one piece. Owned by the
 * loop.
 */
final class SharedFrames {
  /** A longer frame would keep much memory for little: what is saved is the smaller part of it. */
  static final int MOST_BYTES = 64 * 1024;

  private static final ByteBufAllocator ALLOC = new UnpooledByteBufAllocator(true, true);

  private final Run plain = new Run();
  private final Map<DeflateProfile, Run> compressed = new HashMap<>();

  /** Returns where a frame is, {@link #MOST_BYTES} long at the most; valid until the next call. */
  Run run(SharedFrame frame) {
    DeflateProfile profile = frame.profile();
    Run run = profile == null ? plain : compressed.computeIfAbsent(profile, key -> new Run());
    run.put(frame);
    return run;
  }

  /** Nothing is written any more. */
  void release() {
    plain.release();
    compressed.values().forEach(Run::release);
  }

  /** Frames of one profile. */
  static final class Run {
    /** What a connection may hold that is stalled with a few bytes of it. */
    private static final int SMALL_BYTES = 8 * 1024;

    /** How many longer frames there is room for. */
    private static final int LARGE_FRAMES = 4;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private @Nullable SharedFrame last;
    private int from;

    /** What the frame is in; whoever keeps it retains it. */
    ByteBuf buffer() {
      return buffer;
    }

    /** Where the frame begins. */
    int from() {
      return from;
    }

    private void put(SharedFrame frame) {
      if (frame == last) {
        return;
      }
      byte[] bytes = frame.bytes();
      if (buffer.writableBytes() < bytes.length) {
        begin(bytes.length);
      }
      last = frame;
      from = buffer.writerIndex();
      buffer.writeBytes(bytes);
    }

    /** Begins anew: in another buffer if a socket is full, or a connection is not done. */
    private void begin(int length) {
      int wanted = Math.min(MOST_BYTES, Math.max(SMALL_BYTES, LARGE_FRAMES * length));
      if (buffer.refCnt() == 1 && buffer.capacity() == wanted) {
        buffer.clear();
        return;
      }
      // first, for there may be no memory: then it is the loop's still
      ByteBuf other = ALLOC.directBuffer(wanted, wanted);
      buffer.release();
      buffer = other;
    }

    private void release() {
      buffer.release();
    }
  }
}
