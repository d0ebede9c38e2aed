package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The validator beside the JDK's decoder, and beside a table of what may follow what. */
class Utf8ValidatorTest {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer decoded = CharBuffer.allocate(256);

  /** Valid and whole, by the JDK. */
  private boolean isValid(byte[] bytes, int length) {
    decoded.clear();
    CoderResult result = decoder.reset().decode(ByteBuffer.wrap(bytes, 0, length), decoded, true);
    return result.isUnderflow();
  }

  private static boolean accepts(byte[] bytes, int length) {
    var validator = new Utf8Validator();
    return validator.accept(bytes, 0, length) && validator.isComplete();
  }

  @Test
  void agreesWithTheDecoderOnAllSequencesOfOneToThreeBytes() {
    var bytes = new byte[3];
    for (int value = 0; value < 1 << 24; value++) {
      bytes[0] = (byte) (value >>> 16);
      bytes[1] = (byte) (value >>> 8);
      bytes[2] = (byte) value;
      boolean naive =
          Utf8Reference.firstImpossible(bytes, 3) == 3 && Utf8Reference.isWhole(bytes, 3);
      // the decoder is slow: behind an ASCII byte, two bytes are the next test's
      if (accepts(bytes, 3) != naive || (bytes[0] < 0 && isValid(bytes, 3) != naive)) {
        throw new AssertionError("%06X".formatted(value));
      }
    }
    for (int value = 0; value < 1 << 16; value++) {
      bytes[0] = (byte) (value >>> 8);
      bytes[1] = (byte) value;
      assertSame(bytes, 2);
      if (value < 256) {
        bytes[0] = (byte) value;
        assertSame(bytes, 1);
      }
    }
  }

  @Test
  void agreesWithTheDecoderOnFourBytes() {
    var bytes = new byte[4];
    int[] edges = {0x00, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0, 0xBE, 0xBF, 0xC0, 0xC2, 0xFF};
    for (int lead = 0xE0; lead <= 0xFF; lead++) {
      for (int second = 0; second < 256; second++) {
        for (int third : edges) {
          for (int fourth : edges) {
            bytes[0] = (byte) lead;
            bytes[1] = (byte) second;
            bytes[2] = (byte) third;
            bytes[3] = (byte) fourth;
            assertSame(bytes, 4);
          }
        }
      }
    }
    long seed = System.nanoTime();
    System.out.println("seed of four-byte samples: " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      random.nextBytes(bytes);
      bytes[0] = (byte) (0xF0 | (bytes[0] & 0x7));
      bytes[1] = (byte) (0x80 | (bytes[1] & 0x3F));
      bytes[2] = (byte) (i % 3 == 0 ? bytes[2] : 0x80 | (bytes[2] & 0x3F));
      assertSame(bytes, 4);
    }
  }

  private void assertSame(byte[] bytes, int length) {
    if (accepts(bytes, length) != isValid(bytes, length)) {
      throw new AssertionError("length " + length + ": " + HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void takesEveryCharacterAtEveryPlace() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += 37) {
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        continue;
      }
      for (int before = 0; before < 10; before++) {
        byte[] text =
            ("a".repeat(before) + Character.toString(codePoint) + "é")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(accepts(text, text.length)).isTrue();
      }
    }
  }

  @Test
  void refusesTheFirstImpossibleByteWhereverTheTextIsCut() {
    long seed = System.nanoTime();
    System.out.println("seed of first impossible bytes: " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] text = nearlyText(random);
      int first = Utf8Reference.firstImpossible(text, text.length);
      int cut = random.nextInt(text.length + 1);
      var whole = new Utf8Validator();
      boolean accepted = whole.accept(text, 0, cut) && whole.accept(text, cut, text.length - cut);
      assertThat(accepted).isEqualTo(first == text.length);
      if (accepted) {
        assertThat(whole.isComplete()).isEqualTo(Utf8Reference.isWhole(text, text.length));
      }
      var single = new Utf8Validator();
      int at = 0;
      while (at < text.length && single.accept(text, at, 1)) {
        at++;
      }
      // all up to it in one piece is fine, with it is not
      boolean exact =
          at == first
              && new Utf8Validator().accept(text, 0, first)
              && (first == text.length || !new Utf8Validator().accept(text, 0, first + 1));
      assertThat(exact).as("%s", text).isTrue();
    }
  }

  /** Valid text of mixed scripts, with a byte or two changed perhaps. */
  private static byte[] nearlyText(Random random) {
    var text = new StringBuilder();
    int[] scripts = {0x20, 0x61, 0xE9, 0x430, 0x4E2D, 0xFFFD, 0x1F602, 0x10FFFF};
    int size = random.nextInt(24);
    for (int i = 0; i < size; i++) {
      text.appendCodePoint(scripts[random.nextInt(random.nextBoolean() ? 2 : scripts.length)]);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
