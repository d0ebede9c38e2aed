package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.model.Role;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages compressed elsewhere, between those of a deflater that keeps its context. */
class ForgetTest {
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void ownAndSharedMessagesInAnyOrderAreReadable(int windowBits) {
    for (boolean takeover : new boolean[] {true, false}) {
      for (int seed = 0; seed < 10; seed++) {
        readable(windowBits, takeover, seed);
      }
    }
  }

  private static void readable(int windowBits, boolean takeover, long seed) {
    var payloads = new Payloads(seed);
    var profile = new DeflateProfile(1 + payloads.upTo(8), windowBits);
    var parameters = new DeflateParameters(!takeover, true, windowBits, 15);
    var settings = DeflateSettings.forServers().withLevel(profile.level());
    var reader = new DeflateReader();
    byte[] often = payloads.noise(100);
    try (var own = PerMessageDeflate.of(parameters, settings, Role.SERVER).deflater();
        var shared = profile.deflater();
        var inflater = new JdkMessageInflater(takeover, NativePools.INFLATERS)) {
      for (int i = 0; i < 40; i++) {
        boolean isShared = payloads.upTo(2) == 0;
        // some refer to what one of the others has sent
        byte[] payload = payloads.upTo(1) == 0 ? often : payloads.text(payloads.upTo(3000));
        byte[] compressed = compress(isShared ? shared : own, payload);
        if (isShared) {
          own.forget();
        }
        if (!takeover) {
          reader.reset();
        }
        assertThat(reader.message(compressed))
            .as("seed %d, message %d", seed, i)
            .isEqualTo(payload);
        assertThat(expand(inflater, compressed))
            .as("seed %d, message %d", seed, i)
            .isEqualTo(payload);
      }
    }
    assertThat(reader.maxDistance()).isLessThanOrEqualTo(1 << windowBits);
  }

  @Test
  void whatIsNotForgottenIsReferredTo() {
    byte[] noise = new Payloads(1).noise(1000);
    try (var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, 15))) {
      byte[] first = compress(deflater, noise);
      assertThat(compress(deflater, noise)).hasSizeLessThan(50);
      deflater.forget();
      assertThat(compress(deflater, noise)).isEqualTo(first);
      assertThat(compress(deflater, noise)).hasSizeLessThan(50);
    }
  }

  @Test
  void forgettingGivesBackWhatWasBorrowed() {
    int[] created = {0};
    var pool =
        new Pool<>(
            1,
            () -> {
              created[0]++;
              return new Deflater(1, true);
            },
            Deflater::end);
    var profile = new DeflateProfile(1, 15);
    try (var first = new JdkMessageDeflater(0, true, profile, pool);
        var second = new JdkMessageDeflater(0, true, profile, pool)) {
      first.forget(); // nothing yet
      compress(first, new byte[] {1});
      first.forget();
      first.forget();
      compress(second, new byte[] {1});
      assertThat(created[0]).isEqualTo(1);
    }
  }

  @Test
  void aClosedDeflaterForgetsAndStaysClosed() {
    var deflater = new JdkMessageDeflater(0, true, new DeflateProfile(1, 15));
    compress(deflater, new byte[] {1});
    deflater.close();
    deflater.forget();
    assertThatThrownBy(() -> compress(deflater, new byte[] {1}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void equalProfilesGiveTheSameBytes() {
    byte[] text = new Payloads(2).text(5000);
    try (var one = new DeflateProfile(6, 10).deflater();
        var other = new DeflateProfile(6, 10).deflater()) {
      byte[] compressed = compress(one, text);
      assertThat(compress(other, text)).isEqualTo(compressed);
      // and refer to nothing before
      assertThat(compress(one, text)).isEqualTo(compressed);
      assertThat(one.compresses(0)).isTrue();
      assertThat(one.profile()).isEqualTo(new DeflateProfile(6, 10));
    }
  }

  @Test
  void theProfileIsWhatWasAgreedOn() {
    var parameters = new DeflateParameters(false, false, 9, 12);
    var settings = DeflateSettings.forServers().withLevel(3);
    assertThat(PerMessageDeflate.of(parameters, settings, Role.SERVER).deflater().profile())
        .isEqualTo(new DeflateProfile(3, 9));
    assertThat(PerMessageDeflate.of(parameters, settings, Role.CLIENT).deflater().profile())
        .isEqualTo(new DeflateProfile(3, 12));
  }

  @ParameterizedTest
  @CsvSource({"1, 15, 1, 15, true", "9, 8, 1, 15, true", "1, 15, 1, 14, false"})
  void fitsWhereTheWindowIsLargeEnough(
      int level, int bits, int agreedLevel, int agreedBits, boolean fits) {
    assertThat(new DeflateProfile(level, bits).fits(new DeflateProfile(agreedLevel, agreedBits)))
        .isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 15, level: 0; must be 1 to 9",
    "10, 15, level: 10; must be 1 to 9",
    "1, 7, windowBits: 7; must be 8 to 15",
    "1, 16, windowBits: 16; must be 8 to 15"
  })
  void refusesNonsense(int level, int bits, String message) {
    assertThatThrownBy(() -> new DeflateProfile(level, bits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static byte[] compress(MessageDeflater deflater, byte[] payload) {
    var out = new Collected();
    deflater.deflate(payload, 0, payload.length, true, out);
    return out.take();
  }

  private static byte[] expand(MessageInflater inflater, byte[] compressed) {
    var out = new Collected();
    inflater.inflate(compressed, 0, compressed.length, out);
    inflater.endMessage(out);
    return out.take();
  }
}
