package io.hawser.netty;

import io.hawser.TimeSource;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.Phase;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the addresses of one name, one after the other and without waiting for each (RFC
 * 8305, 5): the first to connect wins, all others are closed. Whatever it has opened is closed when
 * the attempt has failed.
 */
final class ConnectRace {
  private record Failure(SocketAddress address, Throwable cause) {}

  private final Attempt attempt;
  private final TimeSource time;
  private final Duration delay;
  private final Consumer<Channel> won;
  private final Engine engine = Loops.engineOfClients();
  private final EventLoop loop = Loops.forClients().next();

  // owned by the loop
  private final Deque<SocketAddress> left;
  private final List<Channel> running = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private TimeSource.@Nullable Alarm next;
  private boolean over;

  /**
   * Prepares a race.
   *
   * @param addresses at least one, in their order
   * @param won called on the event loop with the channel that was connected first
   */
  ConnectRace(
      Attempt attempt,
      TimeSource time,
      Duration delay,
      List<? extends SocketAddress> addresses,
      Consumer<Channel> won) {
    this.attempt = attempt;
    this.time = time;
    this.delay = delay;
    this.left = new ArrayDeque<>(addresses);
    this.won = won;
  }

  /** Begins. The race ends with the attempt, or before. */
  void start() {
    loop.execute(this::connectNext);
    attempt.outcome().thenAccept(outcome -> loop.execute(() -> end(outcome)));
  }

  private void connectNext() {
    forgetNext();
    SocketAddress address = left.poll();
    if (over || address == null) {
      return;
    }
    if (!left.isEmpty()) {
      next = time.after(delay, () -> loop.execute(this::connectNext));
    }
    ChannelFuture connected = bootstrap(address).connect(engine.address(address));
    Channel channel = connected.channel();
    engine.prepare(channel, false);
    running.add(channel);
    connected.addListener(
        done -> {
          if (done.isSuccess()) {
            connected(channel);
          } else {
            failed(channel, address, done.cause());
          }
        });
  }

  private void connected(Channel channel) {
    if (over) {
      channel.close();
      return;
    }
    over = true;
    forgetNext();
    running.remove(channel);
    closeRunning();
    running.add(channel);
    try {
      won.accept(channel);
    } catch (Throwable bug) {
      Phase phase = attempt.phase();
      attempt.fail(() -> new ConnectFailedException(phase, "cannot go on: " + bug, bug));
    }
  }

  private void failed(Channel channel, SocketAddress address, Throwable cause) {
    running.remove(channel);
    if (over) {
      return;
    }
    failures.add(new Failure(address, cause));
    if (!left.isEmpty()) {
      // 5: there is nothing to wait for
      connectNext();
    } else if (running.isEmpty()) {
      over = true;
      List<Failure> all = List.copyOf(failures);
      attempt.fail(() -> cannotConnect(all));
    }
  }

  private void end(Attempt.Outcome outcome) {
    over = true;
    forgetNext();
    if (outcome instanceof Attempt.Outcome.Failed) {
      closeRunning();
    }
    running.clear();
  }

  private void closeRunning() {
    // a copy: those that were about to connect fail, and so take themselves off the list
    List.copyOf(running).forEach(Channel::close);
    running.clear();
  }

  private void forgetNext() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  private Bootstrap bootstrap(SocketAddress address) {
    boolean unix = address instanceof UnixDomainSocketAddress;
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(engine.channel(address))
            .disableResolver()
            // the deadline is ours
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            // what there is to do begins when it is connected
            .handler(new Nothing());
    return unix ? bootstrap : bootstrap.option(ChannelOption.TCP_NODELAY, true);
  }

  /** Returns the last failure, with the others suppressed. */
  private static HandshakeException cannotConnect(List<Failure> failures) {
    int last = failures.size() - 1;
    HandshakeException exception = cannotConnect(failures.get(last));
    failures.subList(0, last).forEach(other -> exception.addSuppressed(cannotConnect(other)));
    return exception;
  }

  private static HandshakeException cannotConnect(Failure failure) {
    String where =
        failure.address() instanceof InetSocketAddress inet
            ? inet.getHostString() + ":" + inet.getPort()
            : failure.address().toString();
    Throwable cause = failure.cause();
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ConnectFailedException(
        Phase.TCP, "cannot connect to " + where + ": " + reason, cause);
  }

  /** Adds no handler, and leaves none behind. */
  private static final class Nothing extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {}
  }
}
