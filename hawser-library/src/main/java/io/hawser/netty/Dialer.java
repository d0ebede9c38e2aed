package io.hawser.netty;

import io.hawser.connection.Connection;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.Phase;
import io.hawser.netty.Attempt.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Opens one connection, on the caller's thread, within one deadline: resolve, connect, TLS, HTTP.
 * Whatever way it ends, nothing of a failed attempt is left.
 */
public final class Dialer {
  private final DialSettings settings;
  private final long startNanos = System.nanoTime();

  private Dialer(DialSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens the connection.
   *
   * @throws HandshakeException if it did not open
   * @throws CallInterruptedException if interrupted; the attempt is given up, the flag is set again
   */
  public static Connection dial(DialSettings settings) {
    var dialer = new Dialer(settings);
    try {
      return dialer.dial();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("connect", e);
    }
  }

  private Connection dial() throws InterruptedException {
    Supplier<HandshakeException> failure = null;
    for (SocketAddress address : addresses()) {
      var attempt = new Attempt();
      Channel channel = start(address, attempt);
      switch (outcome(attempt, channel)) {
        case Outcome.Open(Connection connection) -> {
          return connection;
        }
        case Outcome.Failed(var exception) -> {
          failure = exception;
          if (attempt.phase() != Phase.TCP) {
            throw exception.get();
          }
          // the next address of the name may be reachable
        }
      }
    }
    if (failure == null) {
      throw new ConnectFailedException(
          Phase.DNS, "host has no address: " + settings.uri().host(), null);
    }
    throw failure.get();
  }

  private List<SocketAddress> addresses() throws InterruptedException {
    if (settings.unixSocket() != null) {
      return List.of(UnixDomainSocketAddress.of(settings.unixSocket()));
    }
    String host = settings.uri().host();
    // the JDK's resolver knows no deadline: a thread of its own may wait longer than we do
    var answer = new CompletableFuture<InetAddress[]>();
    Thread.ofVirtual()
        .name("hawser-resolve")
        .start(
            () -> {
              try {
                answer.complete(InetAddress.getAllByName(host));
              } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return Stream.of(answer.get(leftNanos(), TimeUnit.NANOSECONDS))
          .map(ip -> (SocketAddress) new InetSocketAddress(ip, settings.uri().port()))
          .toList();
    } catch (ExecutionException e) {
      throw new ConnectFailedException(Phase.DNS, "host not found: " + host, e.getCause());
    } catch (TimeoutException e) {
      throw new HandshakeTimeoutException(Phase.DNS, settings.connections().timeouts().opening());
    }
  }

  private Channel start(SocketAddress address, Attempt attempt) {
    boolean unix = address instanceof UnixDomainSocketAddress;
    var bootstrap =
        new Bootstrap()
            .group(Loops.forClients())
            .channel(unix ? NioDomainSocketChannel.class : NioSocketChannel.class)
            // the deadline is ours
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare(channel, attempt);
                  }
                });
    if (!unix) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    ChannelFuture connected = bootstrap.connect(address);
    connected.addListener(
        done -> {
          if (!done.isSuccess()) {
            attempt.fail(() -> cannotConnect(address, done.cause()));
          }
        });
    return connected.channel();
  }

  private void prepare(Channel channel, Attempt attempt) {
    if (settings.uri().secure()) {
      channel
          .pipeline()
          .addLast(
              "tls",
              settings
                  .tls()
                  .handler(channel.alloc(), settings.uri().host(), settings.uri().port()));
    }
    channel.pipeline().addLast("handshake", new ClientHandshakeHandler(settings, attempt));
  }

  private Outcome outcome(Attempt attempt, Channel channel) throws InterruptedException {
    try {
      return attempt.outcome().get(leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Phase phase = attempt.phase();
      attempt.fail(
          () -> new HandshakeTimeoutException(phase, settings.connections().timeouts().opening()));
    } catch (InterruptedException e) {
      attempt.outcome().completeExceptionally(e);
      channel.close();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    // late, unless the loop was a moment faster
    Outcome outcome = attempt.outcome().join();
    if (outcome instanceof Outcome.Failed(var exception)) {
      channel.close();
      throw exception.get();
    }
    return outcome;
  }

  private long leftNanos() {
    return startNanos + settings.connections().timeouts().opening().toNanos() - System.nanoTime();
  }

  private static HandshakeException cannotConnect(SocketAddress address, Throwable cause) {
    String where =
        address instanceof InetSocketAddress inet
            ? inet.getHostString() + ":" + inet.getPort()
            : address.toString();
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ConnectFailedException(
        Phase.TCP, "cannot connect to " + where + ": " + reason, cause);
  }
}
