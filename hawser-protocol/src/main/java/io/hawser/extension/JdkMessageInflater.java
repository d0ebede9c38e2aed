package io.hawser.extension;

import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Expands by the JDK's zlib (RFC 7692, 7.2.2). */
final class JdkMessageInflater implements MessageInflater {
  private static final byte[] NONE = {};

  /** What the sender took off the end of the message: most of an empty block. */
  private static final byte[] TAIL = {0, 0, -1, -1};

  /** The same and an empty final block, after which a message that is whole is known to be so. */
  private static final byte[] FINAL_TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

  /** Where output goes of which there must be none. */
  private static final byte[] BEYOND = new byte[1];

  private final boolean keepsContext;
  private final Pool<Inflater> pool;

  private @Nullable Inflater inflater;
  private boolean inMessage;
  private boolean closed;

  JdkMessageInflater(boolean keepsContext, Pool<Inflater> pool) {
    this.keepsContext = keepsContext;
    this.pool = pool;
  }

  @Override
  public void inflate(byte[] compressed, int offset, int length, PayloadSink sink) {
    Objects.checkFromIndexSize(offset, length, compressed.length);
    if (closed) {
      throw new IllegalStateException("inflater is closed");
    }
    if (length == 0) {
      return;
    }
    inMessage = true;
    Inflater zlib = inflater;
    if (zlib == null) {
      zlib = pool.take();
      inflater = zlib;
    }
    byte[] piece = SpareArrays.take();
    boolean done = false;
    try {
      expand(zlib, compressed, offset, length, piece, sink);
      zlib.setInput(NONE); // not to keep the caller's array
      done = true;
    } catch (DataFormatException e) {
      throw invalid(e.getMessage());
    } finally {
      SpareArrays.give(piece);
      if (!done) {
        discard();
      }
    }
  }

  private static void expand(
      Inflater zlib, byte[] in, int offset, int length, byte[] piece, PayloadSink sink)
      throws DataFormatException {
    int end = offset + length;
    int at = offset;
    if (zlib.finished()) {
      zlib.reset();
    }
    zlib.setInput(in, at, length);
    while (true) {
      int size = zlib.inflate(piece);
      if (size > 0) {
        sink.write(piece, 0, size);
      }
      if (zlib.finished()) {
        // 7.2.3.4: a final block ends at a byte boundary, and others may follow it. Whoever makes
        // final blocks begins with a new window after them, as every zlib does.
        int left = zlib.getRemaining();
        if (left == 0) {
          return;
        }
        at = end - left;
        zlib.reset();
        zlib.setInput(in, at, left);
      } else if (size < piece.length) {
        if (zlib.getRemaining() > 0) {
          throw new DataFormatException("no progress");
        }
        return;
      }
    }
  }

  @Override
  public void endMessage(PayloadSink sink) {
    Inflater zlib = inflater;
    // without a byte, the message is taken for an empty one, though 7.2.3.6 wants one byte
    if (zlib == null || !inMessage) {
      return;
    }
    inMessage = false;
    // a message that ends with a final block, and nothing after it, needs no tail
    if (!zlib.finished()) {
      boolean whole = false;
      String what = "message is cut short";
      try {
        zlib.setInput(keepsContext ? TAIL : FINAL_TAIL);
        int size = zlib.inflate(BEYOND);
        whole = size == 0 && zlib.getRemaining() == 0 && zlib.finished() != keepsContext;
      } catch (DataFormatException e) {
        what = e.getMessage();
      }
      if (!whole) {
        discard();
        throw invalid(what);
      }
    }
    if (!keepsContext) {
      release();
    }
  }

  @Override
  public void close() {
    discard();
  }

  private void release() {
    Inflater zlib = inflater;
    inflater = null;
    if (zlib != null) {
      zlib.reset();
      pool.give(zlib);
    }
  }

  /**
   * Ends the inflater. In the middle of a message, or of what could not be read, it is not given to
   * others.
   */
  private void discard() {
    Inflater zlib = inflater;
    inflater = null;
    closed = true;
    if (zlib != null) {
      zlib.end();
    }
  }

  private static ProtocolException invalid(@Nullable String what) {
    return new ProtocolException(
        CloseCode.INVALID_PAYLOAD, "compressed data is not DEFLATE (" + what + ")");
  }
}
