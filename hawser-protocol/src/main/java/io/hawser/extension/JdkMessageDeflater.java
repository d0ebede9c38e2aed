package io.hawser.extension;

import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses by the JDK's zlib (RFC 7692, 7.2.1). */
final class JdkMessageDeflater implements MessageDeflater {
  private static final byte[] NONE = {};

  /** 7.2.3.6: an empty block without compression, less {@link #TAIL_BYTES}. */
  private static final byte[] EMPTY_BLOCK = {0};

  /** Every flush ends with the four bytes 00 00 FF FF; the last one's are not sent. */
  private static final int TAIL_BYTES = 4;

  private final int thresholdBytes;
  private final boolean keepsContext;
  private final DeflateProfile profile;
  private final Pool<Deflater> pool;

  /**
   * How many bytes zlib is given between full flushes. Its window is always 32 KiB, but what comes
   * after a full flush refers to nothing before it; so no distance is longer than this.
   */
  private final long windowBytes;

  private @Nullable Deflater deflater;
  private long sinceFullFlush;
  private boolean closed;

  JdkMessageDeflater(int thresholdBytes, boolean keepsContext, DeflateProfile profile) {
    this(thresholdBytes, keepsContext, profile, NativePools.deflaters(profile.level()));
  }

  JdkMessageDeflater(
      int thresholdBytes, boolean keepsContext, DeflateProfile profile, Pool<Deflater> pool) {
    this.thresholdBytes = thresholdBytes;
    this.keepsContext = keepsContext;
    this.profile = profile;
    int bits = profile.windowBits();
    this.windowBytes = bits == DeflateParameters.MAX_WINDOW_BITS ? Long.MAX_VALUE : 1L << bits;
    this.pool = pool;
  }

  @Override
  public boolean compresses(int payloadBytes) {
    return payloadBytes >= thresholdBytes;
  }

  @Override
  public DeflateProfile profile() {
    return profile;
  }

  @Override
  public void deflate(byte[] payload, int offset, int length, boolean last, PayloadSink sink) {
    Objects.checkFromIndexSize(offset, length, payload.length);
    if (closed) {
      throw new IllegalStateException("deflater is closed");
    }
    if (length > 0) {
      compress(payload, offset, length, last, sink);
    } else if (last) {
      // zlib writes nothing for nothing
      sink.write(EMPTY_BLOCK, 0, EMPTY_BLOCK.length);
    }
    if (last && !keepsContext) {
      release();
    }
  }

  private void compress(byte[] payload, int offset, int length, boolean last, PayloadSink sink) {
    Deflater zlib = deflater;
    if (zlib == null) {
      zlib = pool.take();
      deflater = zlib;
    }
    byte[] piece = SpareArrays.take();
    boolean done = false;
    try {
      int pending = 0;
      int end = offset + length;
      for (int at = offset; at < end; ) {
        int size = (int) Math.min(end - at, windowBytes - sinceFullFlush);
        zlib.setInput(payload, at, size);
        at += size;
        sinceFullFlush += size;
        boolean full = sinceFullFlush == windowBytes;
        if (full) {
          sinceFullFlush = 0;
        }
        // a fragment is flushed too, so that its receiver can expand all of it
        pending =
            drain(zlib, full ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, piece, pending, sink);
      }
      int size = last ? pending - TAIL_BYTES : pending;
      if (size > 0) {
        sink.write(piece, 0, size);
      }
      zlib.setInput(NONE); // not to keep the caller's array
      done = true;
    } finally {
      SpareArrays.give(piece);
      if (!done) {
        discard();
      }
    }
  }

  /**
   * Writes all that zlib has, but for what is left at the start of {@code piece}: at least the
   * tail.
   *
   * @param pending how much is there already
   * @return how much is there now
   */
  private static int drain(Deflater zlib, int flush, byte[] piece, int pending, PayloadSink sink) {
    int filled = pending;
    while (true) {
      int room = piece.length - filled;
      int size = zlib.deflate(piece, filled, room, flush);
      filled += size;
      if (size < room) {
        return filled;
      }
      sink.write(piece, 0, filled - TAIL_BYTES);
      System.arraycopy(piece, filled - TAIL_BYTES, piece, 0, TAIL_BYTES);
      filled = TAIL_BYTES;
    }
  }

  @Override
  public void forget() {
    release();
  }

  @Override
  public void close() {
    closed = true;
    discard();
  }

  private void release() {
    Deflater zlib = deflater;
    deflater = null;
    sinceFullFlush = 0;
    if (zlib != null) {
      zlib.reset();
      pool.give(zlib);
    }
  }

  /**
   * Ends the deflater. If its output did not all go out, the next one refers to nothing before it,
   * so that the receiver need not know.
   */
  private void discard() {
    Deflater zlib = deflater;
    deflater = null;
    sinceFullFlush = 0;
    if (zlib != null) {
      zlib.end();
    }
  }
}
