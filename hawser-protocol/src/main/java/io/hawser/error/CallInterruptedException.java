package io.hawser.error;

/** A blocking call was interrupted; the thread's interrupt flag is set again. */
public final class CallInterruptedException extends WebSocketException {
  private static final long serialVersionUID = 1L;

  private final String call;

  /**
   * Says which call was interrupted.
   *
   * @param call such as {@code receive}
   */
  public CallInterruptedException(String call, InterruptedException cause) {
    super(call + " interrupted", cause);
    this.call = call;
  }

  /** The call that was interrupted, such as {@code receive}. */
  public String call() {
    return call;
  }
}
