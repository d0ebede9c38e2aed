package io.hawser.connection;

import io.hawser.error.CallInterruptedException;
import io.hawser.error.WebSocketException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** What ends a wait of ours, as those expect it who read and write streams. */
final class StreamFailures {
  private StreamFailures() {}

  /**
   * Returns the failure as an {@link IOException} whose cause it is.
   *
   * @param done how many bytes or characters of the call were taken before
   */
  static IOException of(WebSocketException failure, int done) {
    if (failure instanceof CallInterruptedException) {
      var interrupted = new InterruptedIOException(failure.getMessage());
      interrupted.initCause(failure);
      interrupted.bytesTransferred = done;
      return interrupted;
    }
    return new IOException(failure.getMessage(), failure);
  }
}
