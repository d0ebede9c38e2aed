package io.hawser.benchmarks.broadcast;

import io.hawser.benchmarks.process.Numbers;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is broadcast.
 *
 * @param bytes payload of a message
 * @param depth messages under way at a time
 */
record BroadcastShape(int subscribers, int bytes, int depth) {
  private static final int MOST_SUBSCRIBERS = 100_000;
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_DEPTH = 64;

  /** What is measured unless others are asked for. */
  static final String ALL =
      "1000x100,8000x100,1000x4096,8000x4096,1000x100x16,8000x100x16,1000x4096x16,8000x4096x16";

  /** What {@code --quick} measures. */
  static final String QUICK = "1000x100,1000x100x16";

  /**
   * Reads names with commas between them: {@code SUBSCRIBERSxBYTES}, {@code xDEPTH} if not one.
   *
   * @throws IllegalArgumentException if one is none
   */
  static List<BroadcastShape> named(String names) {
    return Stream.of(names.split(",", -1)).map(BroadcastShape::parse).toList();
  }

  private static BroadcastShape parse(String name) {
    String[] numbers = name.split("x", -1);
    if (numbers.length < 2 || numbers.length > 3) {
      throw new IllegalArgumentException(
          "shape: " + name + "; must be SUBSCRIBERSxBYTES or SUBSCRIBERSxBYTESxMESSAGES");
    }
    return new BroadcastShape(
        Numbers.whole(name, numbers[0], 1, MOST_SUBSCRIBERS),
        Numbers.whole(name, numbers[1], 1, MOST_BYTES),
        numbers.length == 2 ? 1 : Numbers.whole(name, numbers[2], 1, MOST_DEPTH));
  }

  String title() {
    String underWay = depth == 1 ? "one at a time" : depth + " under way";
    return "%,d subscribers, %,d bytes, %s".formatted(subscribers, bytes, underWay);
  }
}
