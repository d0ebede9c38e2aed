package io.hawser.benchmarks.server;

import java.io.IOException;

/** Ends a server when whoever started it is gone, be it without a word. */
final class Lifeline {
  private Lifeline() {}

  /** Waits for the end of this program's standard input, and ends it. */
  static void hold() {
    try {
      while (System.in.read() >= 0) {
        // nobody says anything
      }
    } catch (IOException e) {
      // gone as well
    }
    Runtime.getRuntime().halt(0);
  }
}
