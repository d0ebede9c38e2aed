package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A write buffer that holds its users to the contract, and collects what they write. */
final class CollectedOutput implements FrameOutput {
  private final boolean direct;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private ByteBuffer reserved = ByteBuffer.allocate(0);
  private int reservations;
  private int appendedBytes;

  private CollectedOutput(boolean direct) {
    this.direct = direct;
  }

  static CollectedOutput heap() {
    return new CollectedOutput(false);
  }

  static CollectedOutput direct() {
    return new CollectedOutput(true);
  }

  /** Everything written so far. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** How often a buffer was asked for. */
  int reservations() {
    return reservations;
  }

  /** How many bytes were handed on without being copied. */
  int appendedBytes() {
    return appendedBytes;
  }

  @Override
  public ByteBuffer reserve(int size) {
    assertThat(size).isBetween(0, 64 * 1024);
    // exactly what was asked for, behind bytes that are not ours to touch
    ByteBuffer whole = direct ? ByteBuffer.allocateDirect(size + 7) : ByteBuffer.allocate(size + 7);
    reserved = whole.position(7);
    reservations++;
    return reserved;
  }

  @Override
  public void commit(int size) {
    assertThat(reserved.position()).isEqualTo(7 + size);
    var written = new byte[size];
    reserved.get(7, written);
    bytes.writeBytes(written);
  }

  @Override
  public void append(List<byte[]> parts) {
    for (byte[] part : parts) {
      appendedBytes += part.length;
      bytes.writeBytes(part);
    }
  }
}
