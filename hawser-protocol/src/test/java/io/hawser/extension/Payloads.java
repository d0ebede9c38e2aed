package io.hawser.extension;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Made-up payloads, of which the same seed makes the same ones. */
final class Payloads {
  private static final String[] WORDS = {
    "hawser", "rope", "mooring", "ship", "{\"id\":", "null", "},", "\n", "bollard", "tide"
  };

  private final Random random;

  Payloads(long seed) {
    random = new Random(seed);
  }

  /** Words and numbers, as messages often are. */
  byte[] text(int length) {
    var text = new StringBuilder(length + 8);
    while (text.length() < length) {
      text.append(random.nextInt(5) == 0 ? random.nextInt() : WORDS[random.nextInt(WORDS.length)]);
    }
    text.setLength(length);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes that do not compress. */
  byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Noise that is repeated after {@code period} bytes: only a window as large compresses it. */
  byte[] repeated(int length, int period) {
    byte[] bytes = noise(length);
    for (int i = period; i < length; i++) {
      bytes[i] = bytes[i - period];
    }
    return bytes;
  }

  int upTo(int bound) {
    return random.nextInt(bound + 1);
  }
}
