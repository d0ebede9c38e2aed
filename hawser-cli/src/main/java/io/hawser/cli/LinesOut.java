package io.hawser.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Hands over what is written line by line, without their ends. */
final class LinesOut extends OutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> lines;

  /**
   * Begins with nothing written.
   *
   * @param lines told of each line by the thread that has written its end
   */
  LinesOut(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(int b) {
    if (b == '\n') {
      lines.accept(line.toString(UTF_8));
      line.reset();
    } else if (b != '\r') {
      line.write(b);
    }
  }
}
