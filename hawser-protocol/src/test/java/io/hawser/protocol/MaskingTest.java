package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final int[] KEYS = {0, 0x37FA213D, -1, 0x01020304, 0x80000001};

  /** RFC 6455, 5.3, word for word. */
  private static byte[] masked(byte[] bytes, int offset, int length, int key) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < length; i++) {
      masked[offset + i] ^= (byte) (key >>> (24 - 8 * (i % 4)));
    }
    return masked;
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void masksAsTheRfcSays() {
    for (int key : KEYS) {
      for (int length = 0; length < 100; length++) {
        for (int offset : new int[] {0, 1, 3, 4, 7}) {
          byte[] bytes = random(offset + length + 5);
          byte[] expected = masked(bytes, offset, length, key);
          Masking.apply(bytes, offset, length, key);
          assertThat(bytes).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void saysWhetherAllThatCameOfItIsAscii() {
    for (int length = 0; length < 100; length++) {
      byte[] ascii = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
      byte[] wire = masked(ascii, 0, length, Wire.KEY);
      assertThat(Masking.apply(wire.clone(), 0, length, Wire.KEY)).isTrue();
      for (int at = 0; at < length; at++) {
        byte[] other = wire.clone();
        other[at] ^= (byte) 0x80;
        assertThat(Masking.apply(other, 0, length, Wire.KEY)).as("%d of %d", at, length).isFalse();
      }
    }
  }

  @Test
  void masksLongPayloads() {
    for (int length = 250; length < 600; length += 7) {
      byte[] bytes = random(3 + length + 5);
      byte[] expected = masked(bytes, 3, length, Wire.KEY);
      assertThat(Masking.apply(bytes, 3, length, Wire.KEY)).isFalse();
      assertThat(bytes).isEqualTo(expected);
      byte[] ascii = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
      byte[] wire = masked(ascii, 0, length, Wire.KEY);
      assertThat(Masking.apply(wire, 0, length, Wire.KEY)).isTrue();
      wire = masked(ascii, 0, length, Wire.KEY);
      wire[length / 3] ^= (byte) 0x80;
      assertThat(Masking.apply(wire, 0, length, Wire.KEY)).isFalse();
    }
  }

  @Test
  void takesWhatIsInABufferUnmasked() {
    for (int length : new int[] {0, 1, 7, 8_191, 8_192, 8_193, 20_000}) {
      byte[] bytes = random(length);
      var in = ByteBuffer.wrap(masked(bytes, 0, length, Wire.KEY));
      var out = new byte[3 + length];
      boolean ascii = Masking.take(in, out, 3, length, Wire.KEY);
      assertThat(in.hasRemaining()).isFalse();
      assertThat(Arrays.copyOfRange(out, 3, 3 + length)).isEqualTo(bytes);
      assertThat(ascii).isEqualTo(allAscii(bytes));
      assertThat(Masking.take(ByteBuffer.wrap(bytes), out, 0, length, 0)).isEqualTo(ascii);
      assertThat(Arrays.copyOf(out, length)).isEqualTo(bytes);
    }
  }

  private static boolean allAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void masksPieceByPieceWithATurnedKey() {
    byte[] bytes = random(200);
    byte[] expected = masked(bytes, 0, 200, Wire.KEY);
    var random = new Random(1);
    int key = Wire.KEY;
    for (int at = 0; at < 200; ) {
      int size = Math.min(200 - at, random.nextInt(12));
      Masking.apply(bytes, at, size, key);
      key = Masking.rotate(key, size);
      at += size;
    }
    assertThat(bytes).isEqualTo(expected);
  }

  @Test
  void putsIntoAnyBuffer() {
    for (int length :
        IntStream.concat(IntStream.range(0, 70), IntStream.range(120, 145)).toArray()) {
      byte[] bytes = random(length + 3);
      byte[] expected = new byte[length];
      System.arraycopy(masked(bytes, 2, length, Wire.KEY), 2, expected, 0, length);
      for (ByteBuffer out :
          new ByteBuffer[] {
            ByteBuffer.allocate(length + 20),
            ByteBuffer.allocateDirect(length + 20),
            ByteBuffer.allocateDirect(length + 20).order(ByteOrder.LITTLE_ENDIAN),
            ByteBuffer.allocate(length + 25).position(5).slice()
          }) {
        ByteOrder order = out.order();
        out.position(3);
        Masking.put(bytes, 2, length, Wire.KEY, out);
        assertThat(out.position()).isEqualTo(3 + length);
        assertThat(out.order()).isEqualTo(order);
        var written = new byte[length];
        out.get(3, written);
        assertThat(written).isEqualTo(expected);
        assertThat(out.get(2)).isZero();
        assertThat(out.get(3 + length)).isZero();
      }
      // the message is the application's
      assertThat(bytes).isEqualTo(random(length + 3));
    }
  }
}
