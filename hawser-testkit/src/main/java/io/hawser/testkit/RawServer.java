package io.hawser.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a free port of this machine that gives each connection to a script, which sends exact
 * bytes. For tests of clients.
 */
public final class RawServer implements AutoCloseable {
  /** What to do with a connection; when it returns or throws, the connection is closed. */
  @FunctionalInterface
  public interface Script {
    /** Plays the server's part. */
    void play(RawPeer client);
  }

  private final ServerSocket listening;
  private final Script script;
  private final AtomicInteger accepted = new AtomicInteger();

  private RawServer(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
  }

  /** Starts to accept. */
  public static RawServer start(Script script) {
    try {
      var server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
      Thread.ofVirtual().name("raw-server").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections came so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Accepts no more; scripts that run go on. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().name("raw-server-script").start(() -> play(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Socket socket) {
    try (var client = new RawPeer(socket)) {
      script.play(client);
    } catch (UncheckedIOException e) {
      // the client left: what it makes of that is for the test to see
    }
  }
}
