package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.FailureKind;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.ServerObserver;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The failed handshakes that a server tells of. */
final class Failures implements ServerObserver {
  private final LinkedBlockingQueue<HandshakeFailure> failures = new LinkedBlockingQueue<>();

  @Override
  public void handshakeFailed(HandshakeFailure failure) {
    failures.add(failure);
  }

  /** Waits for the next one, which must be of this kind and so answered; 0 for not at all. */
  HandshakeFailure next(FailureKind kind, int status) throws InterruptedException {
    HandshakeFailure failure = failures.poll(20, TimeUnit.SECONDS);
    assertThat(failure).as("a handshake that failed").isNotNull();
    assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    return failure;
  }

  /** Forgets what has been told. */
  void clear() {
    failures.clear();
  }

  /** What has been told and not looked at. */
  int left() {
    return failures.size();
  }
}
