package io.hawser.conformance.interop;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.ObjectMapper;

/** A running server of another stack; it ends with its standard input. */
final class PeerServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private PeerServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it with the peer's arguments and waits until it listens. */
  static PeerServer start(Peer peer, Object... arguments) throws IOException {
    Process process = peer.start(arguments);
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new AssertionError(peer + " did not start");
    }
    return new PeerServer(process, new ObjectMapper().readTree(line).path("port").intValue());
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException, IOException {
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
