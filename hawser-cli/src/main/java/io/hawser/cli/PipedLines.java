package io.hawser.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 from a file or a pipe, ended by LF or CRLF; the last one need not be ended.
 *
 * <p>A line that cannot be a message, because it is not UTF-8 or without end, is left out, and said
 * to be.
 */
final class PipedLines implements LineSource {
  private final InputStream in;
  private final int maxBytes;
  private final Consumer<String> complaints;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private long number;

  /**
   * Reads from {@code in}.
   *
   * @param maxBytes longest line taken
   * @param complaints told of every line that is left out
   */
  PipedLines(InputStream in, int maxBytes, Consumer<String> complaints) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxBytes = maxBytes;
    this.complaints = complaints;
  }

  @Override
  public @Nullable String next() throws IOException {
    while (read()) {
      number++;
      if (line.size() > maxBytes) {
        leaveOut("longer than " + maxBytes + " bytes");
        continue;
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(withoutReturn()).toString();
      } catch (CharacterCodingException e) {
        leaveOut("not UTF-8");
      }
    }
    return null;
  }

  private void leaveOut(String why) {
    complaints.accept("line " + number + " of the input is " + why + "; it is not sent");
  }

  /** Reads a line, one byte over the limit at most; returns false if there is none. */
  private boolean read() throws IOException {
    line.reset();
    int next = in.read();
    if (next < 0) {
      return false;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() <= maxBytes) {
        line.write(next);
      }
      next = in.read();
    }
    return true;
  }

  private ByteBuffer withoutReturn() {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return ByteBuffer.wrap(bytes, 0, length);
  }
}
