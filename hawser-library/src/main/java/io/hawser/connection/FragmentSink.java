package io.hawser.connection;

import io.hawser.model.Fragment;

/** Where the fragments of one outgoing message go. For one thread at a time. */
@FunctionalInterface
interface FragmentSink {
  /**
   * Queues a fragment; waits while there is no room, but not with the last one: it lets the
   * messages go on that wait for this one to end, so nothing may keep it from being queued.
   *
   * @throws io.hawser.error.ConnectionClosedException if nothing is sent any more
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; nothing was
   *     queued, the flag is set again
   */
  void send(Fragment fragment);
}
