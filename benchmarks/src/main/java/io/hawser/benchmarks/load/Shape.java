package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Numbers;
import io.hawser.benchmarks.process.Setup;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the generator sends, and keeps in flight.
 *
 * @param setup of the servers that get it
 * @param name what it is chosen by
 * @param bytes payload of a message
 * @param depth messages in flight on each connection
 * @param fragments frames that make a message
 * @param halfLoad whether messages are due at a fixed rate, half of what the server has just shown
 *     it can do, instead of whenever an answer came
 */
record Shape(
    Setup setup,
    String name,
    int connections,
    int bytes,
    int depth,
    int fragments,
    boolean binary,
    boolean halfLoad) {

  /** How names are made, for who asks. */
  static final String SCHEME =
      "CONNECTIONSxBYTES, bytes as 20B, 16KiB or 1MiB; xMESSAGES in flight if not one, or"
          + " CONNECTIONSxFRAGMENTSxBYTES; then -binary, -half, and one of -tls, -deflate, -loops";

  /** What is measured unless others are asked for, small messages first. */
  static final String ALL =
      "64x20B,64x20Bx16,1000x20B,64x1KiB,64x1KiB-binary,64x16KiB,64x16KiB-binary,"
          + "16x1MiB,16x1MiB-binary,64x4x1KiB,64x20B-half,"
          + "64x20B-tls,64x1KiB-tls,64x16KiB-tls,16x1MiB-tls,64x1KiB-deflate,64x16KiB-deflate,"
          + "64x20B-loops,1000x20B-loops,64x1KiB-loops";

  /** What {@code --quick} measures. */
  static final String QUICK = "64x20B,64x16KiB";

  /** What Hawser makes a frame of where messages are streamed. */
  private static final int STREAMED_BYTES = 16 << 10;

  /** How many messages a connection may owe when a server falls behind a fixed rate. */
  private static final int OPEN_LOOP_DEPTH = 64;

  private static final Pattern NAME =
      Pattern.compile(
          "(?<connections>\\d+)x((?<fragments>\\d+)x)?(?<size>\\d+)(?<unit>B|KiB|MiB)"
              + "(x(?<depth>\\d+))?(?<binary>-binary)?(?<half>-half)?(-(?<setup>tls|deflate|loops))?");

  private static final int MOST_CONNECTIONS = 100_000;
  private static final int MOST_FRAGMENTS = 1024;
  private static final int MOST_DEPTH = 64;

  /** What servers take by default, those that have the smallest limit. */
  private static final int MOST_BYTES = 1 << 20;

  /** What the generator needs room for in a message that it compresses. */
  private static final int LEAST_COMPRESSED_BYTES = 17;

  /** Small messages, one at a time. */
  static final Shape USUAL = parse("64x20B");

  /**
   * Reads names with commas between them.
   *
   * @throws IllegalArgumentException if one is not as {@link #SCHEME} says
   */
  static List<Shape> named(String names) {
    return Stream.of(names.split(",", -1)).map(Shape::parse).toList();
  }

  private static Shape parse(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("shape: " + name + "; must be " + SCHEME);
    }
    int fragments = number(name, parts.group("fragments"), MOST_FRAGMENTS);
    int depth = number(name, parts.group("depth"), MOST_DEPTH);
    boolean halfLoad = parts.group("half") != null;
    long bytes = number(name, parts.group("size"), MOST_BYTES);
    bytes *= (long) unit(parts.group("unit")) * fragments;
    Setup setup = setup(parts.group("setup"));
    require(bytes <= MOST_BYTES, name, "a message has 1 MiB at most");
    require(!halfLoad || depth == 1, name, "a fixed rate says how many are in flight");
    boolean compressible = fragments == 1 && bytes >= LEAST_COMPRESSED_BYTES;
    require(
        setup != Setup.DEFLATE || compressible,
        name,
        "what is compressed has one frame, and 17 bytes at least");
    return new Shape(
        setup,
        name,
        number(name, parts.group("connections"), MOST_CONNECTIONS),
        (int) bytes,
        halfLoad ? OPEN_LOOP_DEPTH : depth,
        fragments,
        parts.group("binary") != null,
        halfLoad);
  }

  private static void require(boolean condition, String name, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("shape: " + name + "; " + rule);
    }
  }

  /** One if it is not there. */
  private static int number(String name, @Nullable String digits, int most) {
    return digits == null ? 1 : Numbers.whole("shape: " + name, digits, 1, most);
  }

  private static int unit(@Nullable String unit) {
    return switch (unit) {
      case "KiB" -> 1 << 10;
      case "MiB" -> 1 << 20;
      case null, default -> 1;
    };
  }

  private static Setup setup(@Nullable String suffix) {
    return suffix == null ? Setup.PLAIN : Setup.valueOf(suffix.toUpperCase(Locale.ROOT));
  }

  /** The same in a closed loop, one message in flight. */
  Shape closedLoop() {
    return new Shape(setup, name, connections, bytes, 1, fragments, binary, false);
  }

  /** Whether messages are so large that it matters who holds them whole. */
  boolean isStreamed() {
    return setup == Setup.PLAIN && bytes >= STREAMED_BYTES;
  }

  /** What the generator must have been built with; null for nothing else. */
  CProgram.@Nullable Library needs() {
    return CProgram.neededBy(setup);
  }
}
