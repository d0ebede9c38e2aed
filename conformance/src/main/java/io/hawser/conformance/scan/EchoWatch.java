package io.hawser.conformance.scan;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who uses the server meanwhile: sends a message a hundred times a second on one
 * connection, and opens another connection every second.
 */
final class EchoWatch implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MESSAGES_PER_CONNECTION = 100;

  private final String uri;
  private final WebSocket ws;
  private final Thread thread;
  private final List<Long> nanos = new ArrayList<>();
  private int refused;
  private volatile boolean stopped;

  EchoWatch(String uri) {
    this.uri = uri;
    this.ws = WebSocketClient.connect(uri);
    this.thread = Thread.ofPlatform().name("echo-watch").start(this::run);
  }

  private void run() {
    for (int i = 0; !stopped; i++) {
      long before = System.nanoTime();
      ws.send("are you there");
      ws.receive();
      nanos.add(System.nanoTime() - before);
      if (i % MESSAGES_PER_CONNECTION == 0) {
        visit();
      }
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  private void visit() {
    try (var another = WebSocketClient.connect(uri)) {
      another.send("and for me");
      another.receive();
    } catch (RuntimeException e) {
      refused++;
    }
  }

  /** Ends, and returns what it saw. */
  Seen end() throws InterruptedException {
    stopped = true;
    thread.join();
    List<Long> sorted = nanos.stream().sorted().toList();
    return new Seen(sorted.size(), sorted.get(sorted.size() * 99 / 100) / 1e6, refused);
  }

  /**
   * What somebody has seen.
   *
   * @param messages that were echoed
   * @param p99Millis of the time until an echo
   * @param refused connections that did not open
   */
  record Seen(int messages, double p99Millis, int refused) {}

  @Override
  public void close() {
    ws.close();
  }
}
