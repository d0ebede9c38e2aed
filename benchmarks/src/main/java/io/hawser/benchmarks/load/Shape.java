package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.CProgram;
import io.hawser.benchmarks.process.Setup;
import java.util.ArrayList;
import java.util.List;
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

  /** Small messages, one at a time. */
  static final Shape USUAL = text("64x20B", 64, 20);

  /** All that there are, small messages first. */
  static final List<Shape> ALL =
      List.of(
          USUAL,
          text("64x20Bx16", 64, 20).inFlight(16),
          text("1000x20B", 1000, 20),
          text("64x1KiB", 64, 1 << 10),
          text("64x1KiB-binary", 64, 1 << 10).inBinary(),
          text("64x16KiB", 64, 16 << 10),
          text("64x16KiB-binary", 64, 16 << 10).inBinary(),
          text("16x1MiB", 16, 1 << 20),
          text("16x1MiB-binary", 16, 1 << 20).inBinary(),
          text("64x4x1KiB", 64, 4 << 10).inFragments(4),
          text("64x20B-half", 64, 20).atHalfLoad(),
          text("64x20B-tls", 64, 20).of(Setup.TLS),
          text("64x1KiB-tls", 64, 1 << 10).of(Setup.TLS),
          text("64x16KiB-tls", 64, 16 << 10).of(Setup.TLS),
          text("16x1MiB-tls", 16, 1 << 20).of(Setup.TLS),
          text("64x1KiB-deflate", 64, 1 << 10).of(Setup.DEFLATE),
          text("64x16KiB-deflate", 64, 16 << 10).of(Setup.DEFLATE),
          text("64x20B-loops", 64, 20).of(Setup.LOOPS),
          text("1000x20B-loops", 1000, 20).of(Setup.LOOPS),
          text("64x1KiB-loops", 64, 1 << 10).of(Setup.LOOPS));

  /** What {@code --quick} measures. */
  static final String QUICK = "64x20B,64x16KiB";

  /** What Hawser makes a frame of where messages are streamed. */
  private static final int STREAMED_BYTES = 16 << 10;

  /** How many messages a connection may owe when a server falls behind a fixed rate. */
  private static final int OPEN_LOOP_DEPTH = 64;

  /**
   * Returns those named, in the order of {@link #ALL}.
   *
   * @param names with commas between them
   * @throws IllegalArgumentException if there is none of a name
   */
  static List<Shape> named(String names) {
    var wanted = new ArrayList<String>(List.of(names.split(",", -1)));
    List<Shape> found = ALL.stream().filter(shape -> wanted.remove(shape.name())).toList();
    if (!wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "no shape %s; there are %s"
              .formatted(wanted, String.join(",", ALL.stream().map(Shape::name).toList())));
    }
    return found;
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
    return switch (setup) {
      case PLAIN, LOOPS -> null;
      case TLS -> CProgram.Library.OPENSSL;
      case DEFLATE -> CProgram.Library.ZLIB;
    };
  }

  private static Shape text(String name, int connections, int bytes) {
    return new Shape(Setup.PLAIN, name, connections, bytes, 1, 1, false, false);
  }

  private Shape of(Setup setup) {
    return new Shape(setup, name, connections, bytes, depth, fragments, binary, halfLoad);
  }

  private Shape inFlight(int depth) {
    return new Shape(setup, name, connections, bytes, depth, fragments, binary, halfLoad);
  }

  private Shape inFragments(int fragments) {
    return new Shape(setup, name, connections, bytes, depth, fragments, binary, halfLoad);
  }

  private Shape inBinary() {
    return new Shape(setup, name, connections, bytes, depth, fragments, true, halfLoad);
  }

  private Shape atHalfLoad() {
    return new Shape(setup, name, connections, bytes, OPEN_LOOP_DEPTH, fragments, binary, true);
  }
}
