package io.hawser.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the benchmarks' messages say; the same in every run. */
public final class Payloads {
  private Payloads() {}

  /** Printable ASCII, or random bytes. */
  public static byte[] of(String kind, int size) {
    return switch (kind) {
      case "binary" -> binary(size);
      case "ascii", "text" -> ascii(size);
      case "mixed" ->
          text(size, "Größe café naïve œuvre, 12 € — Žluťoučký kůň; the rest is ASCII. ");
      case "cjk" -> text(size, "维基百科是一个内容自由、任何人都能参与的百科全书。ウィキペディア");
      default -> throw new IllegalArgumentException("payload: " + kind);
    };
  }

  private static byte[] binary(int size) {
    var bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] ascii(int size) {
    byte[] bytes = binary(size);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (0x20 + (bytes[i] & 0x3F));
    }
    return bytes;
  }

  /** As many whole characters as fit, and ASCII behind them. */
  private static byte[] text(int size, String sample) {
    var text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; ; i++) {
      String character = sample.substring(i % sample.length(), i % sample.length() + 1);
      int more = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > size) {
        return (text + "a".repeat(size - bytes)).getBytes(StandardCharsets.UTF_8);
      }
      text.append(character);
      bytes += more;
    }
  }

  /** Messages of JSON, all different, and together larger than two windows of DEFLATE. */
  static List<byte[]> jsonMessages(int size) {
    var random = new Random(1);
    var messages = new ArrayList<byte[]>();
    for (int bytes = 0; bytes < 128 * 1024; bytes += size) {
      messages.add(json(size, random));
    }
    return messages;
  }

  private static byte[] json(int size, Random random) {
    var text = new StringBuilder("[");
    while (text.length() < size) {
      text.append(
          "{\"id\":%d,\"symbol\":\"%c%c%c\",\"price\":%.2f,\"volume\":%d,\"side\":\"%s\"},"
              .formatted(
                  random.nextInt(1_000_000),
                  'A' + random.nextInt(26),
                  'A' + random.nextInt(26),
                  'A' + random.nextInt(26),
                  random.nextDouble() * 1000,
                  random.nextInt(10_000),
                  random.nextBoolean() ? "buy" : "sell"));
    }
    return text.substring(0, size).getBytes(StandardCharsets.UTF_8);
  }
}
