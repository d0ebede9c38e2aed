package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.MessageTooBigException;
import java.io.ByteArrayOutputStream;

/** What came out of an extension, up to a limit, in pieces that are small enough. */
final class Collected implements PayloadSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limitBytes;

  Collected() {
    this(Integer.MAX_VALUE);
  }

  Collected(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public void write(byte[] piece, int offset, int length) {
    assertThat(length).isBetween(1, SpareArrays.BYTES);
    if (bytes.size() + length > limitBytes) {
      throw new MessageTooBigException((long) bytes.size() + length, limitBytes);
    }
    bytes.write(piece, offset, length);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    return taken;
  }

  int size() {
    return bytes.size();
  }
}
