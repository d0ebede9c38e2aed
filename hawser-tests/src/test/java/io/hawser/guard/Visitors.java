package io.hawser.guard;

import io.hawser.handshake.FailureKind;
import io.hawser.observe.Denial;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.HandshakeGuard;
import io.hawser.observe.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** Visits a guard as servers would let their peers do. */
final class Visitors {
  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  private final HandshakeGuard guard;

  Visitors(HandshakeGuard guard) {
    this.guard = guard;
  }

  static Source source(String address) {
    try {
      return Source.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The source with a number, none of loopback. */
  static Source source(int number) {
    return source("11.%d.%d.%d".formatted(number >>> 16 & 255, number >>> 8 & 255, number & 255));
  }

  static HandshakeFailure failure(FailureKind kind, int status) {
    return new HandshakeFailure(
        "id", kind, NOWHERE, NOWHERE, NOWHERE, null, null, status, "detail", null, Duration.ZERO);
  }

  /** Comes as far as the request, and fails with a kind unless it is denied before. */
  Denial fails(Source source, FailureKind kind) {
    return fails(source, failure(kind, 400));
  }

  Denial fails(Source source, HandshakeFailure failure) {
    var visit = guard.visit();
    Denial denial = visit.accepted(source);
    if (denial == null) {
      denial = visit.requested(source);
    }
    visit.failed(denial == null ? failure : failure(denial.kind(), 429));
    visit.closed();
    return denial;
  }

  void fails(Source source, FailureKind kind, int times) {
    for (int i = 0; i < times; i++) {
      fails(source, kind);
    }
  }

  /** Whether it is not let in, as by somebody who asks and goes. */
  Denial asks(Source source) {
    return fails(source, FailureKind.NOT_AN_UPGRADE);
  }

  /** Opens and closes a connection. */
  void opens(Source source) {
    var visit = open(source);
    visit.closed();
  }

  /** Opens a connection. */
  HandshakeGuard.Visit open(Source source) {
    var visit = pending(source);
    if (visit.requested(source) != null) {
      throw new AssertionError("denied");
    }
    visit.opened();
    return visit;
  }

  /** Comes, and waits. */
  HandshakeGuard.Visit pending(Source source) {
    var visit = guard.visit();
    if (visit.accepted(source) != null) {
      throw new AssertionError("denied");
    }
    return visit;
  }
}
