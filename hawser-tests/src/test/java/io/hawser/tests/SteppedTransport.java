package io.hawser.tests;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.WebSocketListener;
import io.hawser.connection.Codec;
import io.hawser.connection.Connection;
import io.hawser.connection.ConnectionSettings;
import io.hawser.connection.InboundBudget;
import io.hawser.connection.LoopClock;
import io.hawser.connection.Opened;
import io.hawser.connection.OutboundBudget;
import io.hawser.connection.Timers;
import io.hawser.connection.Transport;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport under a server's connection whose loop turns when the test says so. */
final class SteppedTransport implements Transport, Timers {
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> timers = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ByteBuffer reserved = ByteBuffer.allocate(0);

  InboundBudget inbound = InboundBudget.unlimited();
  Timeouts timeouts = Timeouts.defaults();
  boolean streams;

  /** Called on the loop; null for calls that wait. */
  @Nullable WebSocketListener listener;

  volatile boolean reading = true;
  volatile boolean writable = true;
  volatile boolean onLoop;
  volatile boolean carried;

  /** What time it is. */
  long nanos;

  /** What the socket has not taken. */
  volatile long pendingBytes;

  /** What reads on the same loop, if not this. */
  SteppedTransport sameLoop = this;

  private boolean atLast;
  boolean aborted;
  Runnable whenAppended = () -> {};
  Runnable whenFlushed = () -> {};
  Runnable whenMessage = () -> {};
  Runnable whenTimerSet = () -> {};
  Consumer<Runnable> whenExecuted = tasks::add;

  Connection open() {
    return open(Queues.defaults());
  }

  Connection open(Queues queues) {
    var opened =
        new Opened(
            "stepped",
            Role.SERVER,
            new Request("GET", "/", "HTTP/1.1", Headers.of("Host", "server")),
            new Response(101, "Switching Protocols", Headers.empty(), new byte[0]),
            null);
    var codec = new Codec(Limits.defaults(), () -> 0, null, null);
    var settings =
        new ConnectionSettings(
            timeouts, queues, OutboundBudget.unlimited(), inbound, streams, listener, () -> 1);
    return new Connection(
        opened,
        codec,
        settings,
        this,
        new LoopClock(() -> nanos, this),
        new ConnectionObserver() {});
  }

  /** Lets the time of every timer come that is set now. */
  void runTimers() {
    for (Runnable timer : List.copyOf(timers)) {
      timers.remove(timer);
      timer.run();
    }
    turn();
  }

  /** Runs what was handed to the loop, and what that hands to it. */
  void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Whether nothing was handed to the loop. */
  boolean isIdle() {
    return tasks.isEmpty();
  }

  String writtenHex() {
    return HexFormat.of().formatHex(written.toByteArray());
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    reserved = ByteBuffer.allocate(bytes);
    return reserved;
  }

  @Override
  public void commit(int bytes) {
    written.write(reserved.array(), 0, bytes);
  }

  @Override
  public void append(List<byte[]> parts) {
    whenAppended.run();
    parts.forEach(written::writeBytes);
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void flush() {
    whenFlushed.run();
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public long progress() {
    return 0;
  }

  @Override
  public void mark(Runnable marked) {}

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void endStream() {}

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void message(boolean last) {
    atLast = last;
    whenMessage.run();
  }

  @Override
  public boolean isAtLast() {
    return sameLoop.atLast;
  }

  @Override
  public boolean isOnLoop() {
    return onLoop;
  }

  @Override
  public boolean isCarried() {
    return carried;
  }

  @Override
  public void execute(Runnable task) {
    whenExecuted.accept(task);
  }

  @Override
  public SocketAddress localAddress() {
    return InetSocketAddress.createUnresolved("server", 80);
  }

  @Override
  public SocketAddress remoteAddress() {
    return InetSocketAddress.createUnresolved("client", 1);
  }

  @Override
  public Timer at(long nanos, Runnable task) {
    whenTimerSet.run();
    timers.add(task);
    return () -> timers.remove(task);
  }
}
