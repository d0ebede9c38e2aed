package io.hawser.connection;

import io.hawser.error.WebSocketException;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * An outgoing text message, sent while it is written, and cut between characters. A surrogate at
 * the end of what is written waits for its other half.
 */
final class FragmentWriter extends Writer {
  /** How much of a string is worked on at a time. */
  private static final int STRING_CHARS = 4096;

  private final FragmentCutter cutter;
  // refuses what it cannot encode, unlike the JDK's writers, which write a question mark
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

  // the high surrogate that came last, or 0
  private char high;

  FragmentWriter(int fragmentBytes, FragmentSink sink) {
    this.cutter = new FragmentCutter(true, fragmentBytes, sink);
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, chars.length);
    encode(CharBuffer.wrap(chars, offset, length), 0);
  }

  // the inherited ones of strings and single characters wait under a lock, which pins a virtual
  // thread

  @Override
  public void write(int c) throws IOException {
    encode(CharBuffer.wrap(new char[] {(char) c}), 0);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, text.length());
    var chars = new char[Math.min(length, STRING_CHARS)];
    cutter.requireOpen();
    for (int done = 0; done < length; ) {
      int size = Math.min(length - done, chars.length);
      text.getChars(offset + done, offset + done + size, chars, 0);
      encode(CharBuffer.wrap(chars, 0, size), done);
      done += size;
    }
  }

  /** Encodes all; {@code done} characters of the call were encoded before. */
  private void encode(CharBuffer in, int done) throws IOException {
    cutter.requireOpen();
    int start = in.position() - done;
    if (high != 0 && in.hasRemaining()) {
      if (cutter.buffer().remaining() < FragmentCutter.MIN_FRAGMENT_BYTES) {
        cutter.flush(done);
      }
      var pair = CharBuffer.wrap(new char[] {high, in.get()});
      high = 0;
      require(encoder.encode(pair, cutter.buffer(), false));
    }
    while (true) {
      ByteBuffer buffer = cutter.buffer();
      CoderResult result = encoder.encode(in, buffer, false);
      if (result.isOverflow()) {
        cutter.flush(in.position() - start);
        continue;
      }
      require(result);
      if (in.hasRemaining()) {
        high = in.get();
      }
      return;
    }
  }

  private static void require(CoderResult result) {
    if (result.isError()) {
      throw loneSurrogate();
    }
  }

  private static IllegalArgumentException loneSurrogate() {
    return new IllegalArgumentException("text has a lone surrogate; UTF-8 cannot carry it");
  }

  @Override
  public void flush() throws IOException {
    cutter.requireOpen();
    cutter.flush(0);
  }

  @Override
  public void close() throws IOException {
    if (cutter.isEnded()) {
      return;
    }
    try {
      cutter.end();
    } catch (WebSocketException e) {
      throw StreamFailures.of(e, 0);
    }
    if (high != 0) {
      // the message is sent without it, so that others need not wait for its end for ever
      throw loneSurrogate();
    }
  }
}
