package io.hawser.handshake;

/** Tells a chunked body's data from the lines between them (RFC 9112, 7.1). */
final class Chunks {
  private static final int MAX_SIZE_DIGITS = 7;

  /** Far more than any sane server spends on lines between the first 4 KiB of data. */
  private static final int MAX_LINE_BYTES = 8192;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    COMPLETE
  }

  private State state = State.SIZE;
  private int size;
  private int digits;
  private int lineBytes;

  /** Whether the last chunk, or an error, has come. */
  boolean isComplete() {
    return state == State.COMPLETE;
  }

  /** Takes the next byte; returns whether it is data. */
  boolean isData(byte b) {
    boolean data = state == State.DATA;
    if (!data && ++lineBytes > MAX_LINE_BYTES) {
      state = State.COMPLETE;
    }
    state =
        switch (state) {
          case SIZE -> size(b);
          case EXTENSION -> b == '\r' ? State.SIZE_LF : State.EXTENSION;
          case SIZE_LF -> b == '\n' && size > 0 ? State.DATA : State.COMPLETE;
          case DATA -> --size > 0 ? State.DATA : State.DATA_CR;
          case DATA_CR -> b == '\r' ? State.DATA_LF : State.COMPLETE;
          case DATA_LF -> nextChunk(b);
          case COMPLETE -> State.COMPLETE;
        };
    return data;
  }

  private State size(byte b) {
    int digit = b < 0 ? -1 : Character.digit((char) b, 16);
    if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
      digits++;
      size = 16 * size + digit;
      return State.SIZE;
    }
    if (digits == 0 || digit >= 0) {
      return State.COMPLETE;
    }
    return switch (b) {
      case '\r' -> State.SIZE_LF;
      case ';', ' ', '\t' -> State.EXTENSION;
      default -> State.COMPLETE;
    };
  }

  private State nextChunk(byte b) {
    size = 0;
    digits = 0;
    return b == '\n' ? State.SIZE : State.COMPLETE;
  }
}
