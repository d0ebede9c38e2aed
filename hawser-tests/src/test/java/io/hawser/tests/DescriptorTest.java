package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server whose file descriptors run out. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class DescriptorTest {
  @Test
  void aServerSurvivesThatItsDescriptorsRunOut() throws Exception {
    Process process = start(100);
    try (BufferedReader lines = process.inputReader()) {
      int port = Integer.parseInt(lines.readLine());
      // all goes its way once: a class that is loaded from a folder takes a descriptor, too
      assertEchoes(port);
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      assertThat(lines.readLine()).isEqualTo("PROBE");
      exhaust(port, lines);
      assertEchoes(port);
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Opens more connections than the process has descriptors, waits until it says so. */
  private static void exhaust(int port, BufferedReader lines) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 150; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      String line = lines.readLine();
      while (line != null && !line.contains("cannot accept connections")) {
        line = lines.readLine();
      }
      assertThat(line).contains("Too many open files");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void assertEchoes(int port) {
    try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + port + "/")) {
      ws.send("a");
      assertThat(ws.receive()).isEqualTo(Message.text("a"));
    }
  }

  private static Process start(int descriptors) throws IOException {
    var command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"));
    command.addAll(StarvedServer.command("--enable-native-access=ALL-UNNAMED"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
