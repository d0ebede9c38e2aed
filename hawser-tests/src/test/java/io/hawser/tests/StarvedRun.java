package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with several {@link StarvedServer}s, and all that it says. */
final class StarvedRun implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;
  private final List<String> said = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private StarvedRun(Process process) {
    this.process = process;
    lines = process.inputReader();
  }

  /** Starts a server for each carrier, and waits until they have all begun. */
  static StarvedRun start(List<String> command, String... carriers) throws IOException {
    var all = new ArrayList<>(command);
    all.addAll(List.of(carriers));
    var run = new StarvedRun(new ProcessBuilder(all).redirectErrorStream(true).start());
    while (run.ports.size() < carriers.length) {
      run.readLine();
    }
    return run;
  }

  private void readLine() throws IOException {
    String line = lines.readLine();
    assertThat(line).as("port; what was said: %s", said).isNotNull();
    if (line.matches("[0-9]+")) {
      ports.add(Integer.valueOf(line));
    } else {
      said.add(line);
    }
  }

  void assertEachEchoes() {
    for (int port : ports) {
      try (var ws = WebSocketClient.connect("ws://127.0.0.1:" + port + "/")) {
        ws.send("a");
        assertThat(ws.receive()).isEqualTo(Message.text("a"));
      }
    }
  }

  /** Ends the servers; returns whatever was said, but for the ports. */
  List<String> end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    lines.lines().forEach(said::add);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", said).isZero();
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
