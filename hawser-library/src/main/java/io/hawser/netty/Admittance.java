package io.hawser.netty;

import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Forwarding;
import io.hawser.handshake.Refusal;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.HandshakeGuard.Visit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way past the guard: whose it is, as far as that is known, and what the guard
 * says and is told. Owned by the event loop.
 */
final class Admittance {
  private final Admission admission;
  private final @Nullable Visit visit;

  /** Read by any thread. */
  private volatile SocketAddress peer;

  private @Nullable String forwardedHost;

  /** How many calls of hooks have not returned yet, and what is to be told once they have. */
  private int hooks;

  private @Nullable HandshakeFailure untold;

  /** Whether the guard was told what became of it; whether the socket is closed; whether both. */
  private boolean concluded;

  private boolean closed;
  private boolean over;

  Admittance(Admission admission, SocketAddress peer) {
    this.admission = admission;
    this.peer = peer;
    HandshakeGuard guard = admission.guard();
    this.visit = guard == null ? null : begin(guard);
  }

  private @Nullable Visit begin(HandshakeGuard guard) {
    try {
      return guard.visit();
    } catch (RuntimeException e) {
      admission.guardFailed(e);
      return null;
    }
  }

  /** Who it is, as far as is known. */
  SocketAddress peer() {
    return peer;
  }

  /** The host that proxies were asked for; null if they do not say. */
  @Nullable String forwardedHost() {
    return forwardedHost;
  }

  /** Admission before any byte, or behind the PROXY header; null if it may go on. */
  @Nullable Refusal accepted() {
    Denial denial = ask(guarded -> guarded.accepted(admission.source(peer)));
    return denial == null
        ? null
        : Refusal.unanswered(denial.kind(), denial.detail() + "; closed before a byte", null);
  }

  /** The PROXY protocol has named a client; null if that may go on. */
  @Nullable Refusal named(InetAddress address, int port) {
    peer = new InetSocketAddress(address, port);
    return accepted();
  }

  /** Admission of a request whose head was read; null if it may go on. */
  @Nullable Refusal requested(Request request) {
    Forwarding forwarding = admission.forwarding(peer, request.headers());
    var source = admission.source(peer, request.headers(), forwarding);
    if (admission.isTrusted(peer)) {
      forwardedHost = Forwarding.host(request.headers(), forwarding);
    }
    if (forwarding instanceof Forwarding.Client client) {
      peer = new InetSocketAddress(client.address(), client.port());
    }
    Denial denial = ask(guarded -> guarded.requested(source));
    return denial == null ? null : refusal(denial);
  }

  /** A hook is called. */
  void hookStarted() {
    hooks++;
  }

  /** A hook has returned; until then its connection is pending, even if it has failed. */
  void hookReturned() {
    hooks--;
    HandshakeFailure failure = untold;
    if (hooks == 0 && failure != null) {
      untold = null;
      conclude(guarded -> guarded.failed(failure));
    }
  }

  void failed(HandshakeFailure failure) {
    if (hooks > 0) {
      untold = failure;
    } else {
      conclude(guarded -> guarded.failed(failure));
    }
  }

  void answered() {
    conclude(Visit::answered);
  }

  void opened() {
    conclude(Visit::opened);
  }

  void closed() {
    closed = true;
    end();
  }

  /**
   * Leaves it to the caller to say that the socket of an open connection is closed: by what is
   * returned, which keeps nothing else of this.
   */
  Runnable handOver() {
    over = true;
    Visit left = visit;
    Admission told = admission;
    return left == null ? () -> {} : () -> told.tell(left, Visit::closed);
  }

  private void conclude(Consumer<Visit> how) {
    concluded = true;
    tell(how);
    end();
  }

  /** A socket is often closed before it is known what its handshake has come to. */
  private void end() {
    if (closed && concluded && !over) {
      over = true;
      tell(Visit::closed);
    }
  }

  private @Nullable Denial ask(Function<Visit, @Nullable Denial> question) {
    if (visit == null) {
      return null;
    }
    try {
      return question.apply(visit);
    } catch (RuntimeException e) {
      admission.guardFailed(e);
      return null;
    }
  }

  private void tell(Consumer<Visit> news) {
    if (visit != null) {
      admission.tell(visit, news);
    }
  }

  private static Refusal refusal(Denial denial) {
    Response answer =
        denial.kind() == FailureKind.RATE_LIMITED
            ? Response.text(429, "Too many requests.")
            : Response.text(503, "The server is busy.");
    String seconds = Long.toString(denial.retryAfterSeconds());
    Response whole =
        answer.withHeaders(answer.headers().toBuilder().add("Retry-After", seconds).build());
    return new Refusal(denial.kind(), whole, denial.detail(), null);
  }
}
