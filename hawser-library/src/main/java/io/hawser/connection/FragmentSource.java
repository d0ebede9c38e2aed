package io.hawser.connection;

import io.hawser.model.Fragment;

/** Where the fragments of one incoming message come from. For one thread at a time. */
interface FragmentSource {
  /**
   * Waits for the message's next fragment; not called again after the last.
   *
   * @throws io.hawser.error.ConnectionClosedException if there will be none
   * @throws io.hawser.error.CallInterruptedException if interrupted while waiting; nothing is lost,
   *     the flag is set again
   */
  Fragment next();

  /** Drops the message's fragments to the last, those included that come later. Does not wait. */
  void skip();
}
