package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflaterTest {
  private static final byte[] TEXT =
      "Hello, hello, hello! What a day.".getBytes(StandardCharsets.US_ASCII);

  private final List<Deflater> created = new ArrayList<>();
  private final Pool<Deflater> pool =
      new Pool<>(
          2,
          () -> {
            var deflater = new Deflater(1, true);
            created.add(deflater);
            return deflater;
          },
          Deflater::end);

  @Test
  void compressesFromTheThresholdOn() {
    var deflater = new JdkMessageDeflater(256, false, new DeflateProfile(1, 15), pool);
    assertThat(deflater.compresses(0)).isFalse();
    assertThat(deflater.compresses(255)).isFalse();
    assertThat(deflater.compresses(256)).isTrue();
    assertThat(new JdkMessageDeflater(0, false, new DeflateProfile(1, 15), pool).compresses(0))
        .isTrue();
  }

  @Test
  void refersToEarlierMessagesOnlyWithContextTakeover() {
    byte[] noise = new Payloads(1).noise(1000);
    try (var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, 15), pool)) {
      assertThat(compress(deflater, noise)).hasSizeGreaterThan(1000);
      assertThat(compress(deflater, noise)).hasSizeLessThan(50);
    }
    try (var deflater = new JdkMessageDeflater(0, false, new DeflateProfile(1, 15), pool)) {
      assertThat(compress(deflater, noise)).isEqualTo(compress(deflater, noise));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
  void refersToEarlierMessagesInASmallWindow(int windowBits) {
    byte[] third = new Payloads(windowBits).noise((1 << windowBits) / 3);
    try (var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, windowBits), pool)) {
      assertThat(compress(deflater, third)).hasSizeGreaterThan(third.length);
      assertThat(compress(deflater, third)).hasSizeLessThan(third.length / 2);
      assertThat(compress(deflater, third)).hasSizeLessThan(third.length / 2);
      // a fourth begins in a new window
      assertThat(compress(deflater, third)).hasSizeGreaterThan(third.length / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 15})
  void flushesEachFragmentWhole(int windowBits) {
    for (boolean keepsContext : new boolean[] {true, false}) {
      try (var deflater =
              new JdkMessageDeflater(0, keepsContext, new DeflateProfile(1, windowBits), pool);
          var inflater = new JdkMessageInflater(keepsContext, NativePools.INFLATERS)) {
        for (int message = 0; message < 3; message++) {
          for (int i = 0; i < 100; i++) {
            var frame = new Collected();
            var out = new Collected();
            deflater.deflate(TEXT, 0, i % TEXT.length, i == 99, frame);
            byte[] payload = frame.take();
            inflater.inflate(payload, 0, payload.length, out);
            assertThat(out.take()).hasSize(i % TEXT.length);
          }
          inflater.endMessage(new Collected());
        }
      }
    }
  }

  @Test
  void borrowsForOneMessageWithoutContextTakeover() {
    var first = new JdkMessageDeflater(0, false, new DeflateProfile(1, 15), pool);
    var second = new JdkMessageDeflater(0, false, new DeflateProfile(1, 15), pool);
    for (int i = 0; i < 3; i++) {
      assertThat(compress(first, TEXT)).isEqualTo(compress(second, TEXT));
    }
    assertThat(created).hasSize(1);

    first.deflate(TEXT, 0, 5, false, new Collected());
    second.deflate(TEXT, 0, 5, false, new Collected());
    assertThat(created).hasSize(2);
  }

  @Test
  void doesNotReuseWhatWasClosedInAMessage() {
    for (boolean keepsContext : new boolean[] {true, false}) {
      var deflater = new JdkMessageDeflater(0, keepsContext, new DeflateProfile(1, 15), pool);
      deflater.deflate(TEXT, 0, 5, false, new Collected());
      deflater.close();
      deflater.close();
      assertThatThrownBy(() -> compress(deflater, TEXT)).isInstanceOf(IllegalStateException.class);
      int before = created.size();
      pool.take();
      assertThat(created).hasSize(before + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 15})
  void canBeReadAfterAMessageThatTheSinkRefused(int windowBits) {
    for (boolean keepsContext : new boolean[] {true, false}) {
      var reader = new DeflateReader();
      try (var deflater =
          new JdkMessageDeflater(0, keepsContext, new DeflateProfile(1, windowBits), pool)) {
        assertThat(reader.message(compress(deflater, TEXT))).isEqualTo(TEXT);
        assertThatThrownBy(
                () ->
                    deflater.deflate(
                        TEXT,
                        0,
                        TEXT.length,
                        true,
                        (bytes, offset, length) -> {
                          throw new IllegalStateException("refused");
                        }))
            .hasMessage("refused");
        for (int i = 0; i < 3; i++) {
          assertThat(reader.message(compress(deflater, TEXT))).isEqualTo(TEXT);
        }
      }
    }
  }

  @Test
  void takesNothingUntilItIsNeeded() {
    new JdkMessageDeflater(0, true, new DeflateProfile(1, 15), pool).close();
    var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, 15), pool);
    assertThat(compress(deflater, new byte[0])).containsExactly(0);
    assertThat(created).isEmpty();
  }

  @Test
  void rejectsRangesOutsideTheArray() {
    var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, 15), pool);
    assertThatThrownBy(() -> deflater.deflate(TEXT, 5, TEXT.length, true, new Collected()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[] compress(MessageDeflater deflater, byte[] payload) {
    var out = new Collected();
    deflater.deflate(payload, 0, payload.length, true, out);
    return out.take();
  }
}
