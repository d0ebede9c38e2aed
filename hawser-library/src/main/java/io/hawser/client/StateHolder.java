package io.hawser.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The state of a loop, to be read and waited for by any thread. */
final class StateHolder {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private ClientState state = new ClientState.Idle();

  ClientState get() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the state, unless it is final. */
  void set(ClientState next) {
    lock.lock();
    try {
      if (!state.isFinal()) {
        state = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that a connection is stable, if it is still the one. */
  void stable(ClientState.Open open) {
    lock.lock();
    try {
      if (state.equals(open)) {
        set(new ClientState.Open(open.connection(), true));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits, in real time, for a state like this; empty if none came in time. */
  Optional<ClientState> await(Predicate<? super ClientState> wanted, Duration timeout)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!wanted.test(state)) {
        if (left <= 0 || state.isFinal()) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      return Optional.of(state);
    } finally {
      lock.unlock();
    }
  }
}
