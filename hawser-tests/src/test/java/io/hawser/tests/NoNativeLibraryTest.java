package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server where no native library can be loaded, as on systems that have none. */
@Timeout(120)
class NoNativeLibraryTest {
  @Test
  void isServedWithTheSocketsOfTheJdk() throws Exception {
    Process process = start();
    try (BufferedReader lines = process.inputReader()) {
      int port = port(lines);
      try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + port + "/")) {
        ws.send("a");
        assertThat(ws.receive()).isEqualTo(Message.text("a"));
      }
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Reads on until a line is nothing but a number: it may log before. */
  private static int port(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.matches("[0-9]+")) {
      line = lines.readLine();
    }
    assertThat(line).as("port").isNotNull();
    return Integer.parseInt(line);
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(StarvedServer.command("-Dio.netty.transport.noNative=true"))
        .redirectErrorStream(true)
        .start();
  }
}
