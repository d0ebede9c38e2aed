package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void writesInOrderWhatCameBeforeTheStartToo() {
    try (var lines = writerTo(bytes, 8)) {
      lines.add("a");
      lines.add("b");
      lines.start();
      lines.add("c");
    }

    assertThat(written()).containsExactly("a", "b", "c");
  }

  @Test
  void dropsAndCountsWhatASlowReaderLeavesNoRoomFor() {
    try (var lines = writerTo(bytes, 2)) {
      for (String line : new String[] {"a", "b", "c", "d", "e"}) {
        lines.add(line);
      }
      lines.start();
    }

    assertThat(written()).containsExactly("a", "b", "3 dropped");
  }

  @Test
  void goesOnWhenNobodyReadsAnyMore() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    try (var lines = writerTo(broken, 2)) {
      lines.start();
      for (int i = 0; i < 100; i++) {
        lines.add("line");
      }
    }
  }

  @Test
  void neverWaitsForAReaderThatIsStuck() {
    var free = new CountDownLatch(1);
    var stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            try {
              free.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };

    try (var lines = writerTo(stuck, 2)) {
      lines.start();
      for (int i = 0; i < 100; i++) {
        lines.add("line");
      }
      free.countDown();
    }
  }

  private static LineWriter writerTo(OutputStream out, int mostWaiting) {
    return new LineWriter(
        new PrintStream(out, false, StandardCharsets.UTF_8), mostWaiting, n -> n + " dropped");
  }

  private String[] written() {
    return bytes.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
  }
}
