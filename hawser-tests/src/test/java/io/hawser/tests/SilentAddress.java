package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An address of this machine that does not answer: it listens, but accepts nobody, and its queue is
 * full, so that Linux drops what asks for a connection.
 */
public final class SilentAddress implements AutoCloseable {
  private static final String SYN_SENT = "02";
  private static final String LISTEN = "0A";

  /** The least that Linux queues, for a backlog of 1. */
  private static final int QUEUE = 2;

  private final ServerSocket listening;
  private final List<Socket> queue = new ArrayList<>();

  private SilentAddress(ServerSocket listening) throws IOException {
    this.listening = listening;
    for (int i = 0; i < QUEUE; i++) {
      queue.add(new Socket(listening.getInetAddress(), port()));
    }
    // of a listening socket, the third number is how many wait to be accepted
    await(
        "a full queue",
        () -> sockets(LISTEN, 1).anyMatch(columns -> columns[4].endsWith(":0000000" + QUEUE)));
  }

  /** Opens it; port 0 for any. */
  public static SilentAddress open(String address, int port) throws IOException {
    return new SilentAddress(new ServerSocket(port, 1, InetAddress.getByName(address)));
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Waits until so many try to connect here. */
  public void awaitAttempts(int attempts) {
    await(attempts + " attempts", () -> sockets(SYN_SENT, 2).count() == attempts);
  }

  private static void await(String what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try {
      while (!condition.call()) {
        assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The kernel's table of sockets.
   *
   * @param column which address is to be this one: 1 for the socket's own, 2 for its peer's
   */
  private Stream<String[]> sockets(String state, int column) throws IOException {
    var address = (InetSocketAddress) listening.getLocalSocketAddress();
    byte[] bytes = address.getAddress().getAddress();
    String text =
        "%02X%02X%02X%02X:%04X"
            .formatted(bytes[3], bytes[2], bytes[1], bytes[0], address.getPort());
    var lines = new ArrayList<String>();
    // a socket of Java's is one of IPv6 even where it speaks IPv4
    lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp")));
    lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
    return lines.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns[column].endsWith(text) && columns[3].equals(state));
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queue) {
      socket.close();
    }
    listening.close();
  }
}
