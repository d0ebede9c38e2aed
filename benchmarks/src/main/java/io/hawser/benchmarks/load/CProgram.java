package io.hawser.benchmarks.load;

import io.hawser.benchmarks.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compiles the programs in C. */
final class CProgram {
  private CProgram() {}

  /**
   * Compiles one.
   *
   * @param base the folder of this module
   * @return the program, in {@code target}
   * @throws IOException if there is no gcc, or it complains
   */
  static Path compile(Path base, String name) throws IOException, InterruptedException {
    Path source = base.resolve("src/main/c").resolve(name + ".c");
    Path program = base.resolve("target").resolve(name);
    Files.createDirectories(base.resolve("target"));
    Command.output(
        "gcc",
        "-O3",
        "-march=native",
        "-Wall",
        "-Wextra",
        "-o",
        program.toString(),
        source.toString());
    return program;
  }
}
