package io.hawser.netty;

import io.hawser.TimeSource;
import io.hawser.connection.Connection;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectFailedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.HandshakeTimeoutException;
import io.hawser.error.Phase;
import io.hawser.error.SupplierFailedException;
import io.hawser.handshake.HostAddress;
import io.hawser.netty.Attempt.Outcome;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection, on the caller's thread, within one deadline: prepare, resolve, connect,
 * proxy, TLS, HTTP. Whatever way it ends, nothing of a failed attempt is left.
 */
public final class Dialer {
  private final DialSettings settings;
  private final TimeSource time;
  private final Attempt attempt;

  /** Prepares an attempt. */
  public Dialer(DialSettings settings) {
    this.settings = settings;
    this.time = settings.options().connections().time();
    this.attempt = new Attempt(time);
  }

  /**
   * Opens the connection, once.
   *
   * @throws HandshakeException if it did not open
   * @throws CallInterruptedException if interrupted; the attempt is given up, the flag is set again
   * @throws CancellationException if {@link #cancel} was called
   */
  public Connection dial() {
    TimeSource.Alarm deadline = time.after(left(), this::late);
    try {
      return open();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("connect", e);
    } finally {
      deadline.cancel();
      // ends whatever goes on, unless it is open
      cancel();
    }
  }

  /** Gives the attempt up, if it goes on. Safe from any thread; never blocks. */
  public void cancel() {
    attempt.fail(CancellationException::new);
  }

  private Connection open() throws InterruptedException {
    Prepared prepared = prepare();
    ProxyRoute proxy = settings.options().unixSocket() == null ? prepared.proxy() : null;
    List<? extends SocketAddress> addresses = addresses(proxy);
    attempt.enter(Phase.TCP);
    new ConnectRace(
            attempt,
            time,
            settings.options().attemptDelay(),
            addresses,
            won -> begin(won, prepared, proxy))
        .start();
    return switch (outcome(attempt.outcome())) {
      case Outcome.Open(Connection connection) -> connection;
      case Outcome.Failed(var exception) -> throw exception.get();
    };
  }

  private void begin(Channel channel, Prepared prepared, @Nullable ProxyRoute proxy) {
    if (proxy == null) {
      ClientHandshakeHandler.begin(channel, settings, prepared.rules(), attempt);
    } else {
      ProxyTunnelHandler.begin(
          channel,
          proxy,
          attempt,
          tunnel -> ClientHandshakeHandler.begin(tunnel, settings, prepared.rules(), attempt));
    }
  }

  private Prepared prepare() throws InterruptedException {
    try {
      return await(BlockingCall.start("hawser-prepare", settings.preparation()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SupplierFailedException failed && failed.getCause() != null) {
        throw new SupplierFailedException(failed.supplier(), failed.getCause());
      }
      Throwable cause = e.getCause();
      throw new SupplierFailedException("attempt", cause == null ? e : cause);
    }
  }

  private List<? extends SocketAddress> addresses(@Nullable ProxyRoute proxy)
      throws InterruptedException {
    if (settings.options().unixSocket() != null) {
      return List.of(UnixDomainSocketAddress.of(settings.options().unixSocket()));
    }
    String host = proxy == null ? settings.uri().host() : proxy.host();
    int port = proxy == null ? settings.uri().port() : proxy.port();
    attempt.enter(Phase.DNS);
    List<InetAddress> found = resolve(host, proxy == null ? "host" : "host of the proxy");
    return AddressOrder.interleaved(found).stream()
        .map(ip -> new InetSocketAddress(ip, port))
        .toList();
  }

  private List<InetAddress> resolve(String host, String what) throws InterruptedException {
    InetAddress literal = HostAddress.parse(host);
    // a zone is for the JDK to find, among the interfaces of this machine
    if (literal != null && host.indexOf('%') < 0) {
      return List.of(literal);
    }
    List<InetAddress> found;
    try {
      found = await(BlockingCall.startResolving(() -> settings.options().resolver().resolve(host)));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String failure = cause instanceof UnknownHostException ? " not found: " : " not resolved: ";
      throw new ConnectFailedException(Phase.DNS, what + failure + host, cause);
    }
    if (found.isEmpty()) {
      throw new ConnectFailedException(Phase.DNS, what + " has no address: " + host, null);
    }
    return found;
  }

  /** Waits for a call, or for the end of the attempt if that comes first. */
  private <T> T await(BlockingCall<T> call) throws InterruptedException, ExecutionException {
    attempt.outcome().thenRun(call::abandon);
    CompletableFuture<?> ended =
        CompletableFuture.anyOf(call.result().handle((result, failure) -> true), attempt.outcome());
    ended.get();
    if (attempt.outcome().getNow(null) instanceof Outcome.Failed(var exception)) {
      throw exception.get();
    }
    return call.result().get();
  }

  private static Outcome outcome(CompletableFuture<Outcome> outcome) throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void late() {
    Phase phase = attempt.phase();
    Duration timeout = settings.options().connections().timeouts().opening();
    attempt.late(() -> new HandshakeTimeoutException(phase, timeout));
  }

  private Duration left() {
    long passed = time.nanos() - settings.startNanos();
    return Duration.ofNanos(
        Math.max(0, settings.options().connections().timeouts().opening().toNanos() - passed));
  }
}
