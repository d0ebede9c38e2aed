package io.hawser;

/**
 * How much may wait between an application and the network, on each connection. Immutable; sizes
 * are in bytes of payload, and a single larger message passes while nothing else waits.
 */
public final class Queues {
  private static final int MIN_BYTES = 1024;
  private static final Queues DEFAULTS =
      new Queues(128 * 1024, 64 * 1024, 1024 * 1024, SlowConsumer.close());

  private final int receivedBytes;
  private final int sendBytes;
  private final int mostBytes;
  private final SlowConsumer slowConsumer;

  private Queues(int receivedBytes, int sendBytes, int mostBytes, SlowConsumer slowConsumer) {
    this.receivedBytes = receivedBytes;
    this.sendBytes = sendBytes;
    this.mostBytes = mostBytes;
    this.slowConsumer = slowConsumer;
  }

  /** Returns the defaults; each accessor names its own. */
  public static Queues defaults() {
    return DEFAULTS;
  }

  /**
   * Received messages that wait for the application: with so much of them the socket is not read
   * any more, until three quarters are taken. Default: 128 KiB.
   */
  public int receivedBytes() {
    return receivedBytes;
  }

  /** Messages that wait to be sent: {@link WebSocket#send} waits above. Default: 64 KiB. */
  public int sendBytes() {
    return sendBytes;
  }

  /**
   * The most that waits to be sent, by {@link WebSocket#trySend} and broadcasts, before the peer is
   * a slow consumer. Default: 1 MiB.
   */
  public int mostBytes() {
    return mostBytes;
  }

  /** What becomes of a slow consumer. Default: {@link SlowConsumer#close}. */
  public SlowConsumer slowConsumer() {
    return slowConsumer;
  }

  /**
   * Returns these with another size for received messages.
   *
   * @throws IllegalArgumentException if it is below 1 KiB
   */
  public Queues withReceivedBytes(int bytes) {
    return new Queues(checked("receivedBytes", bytes), sendBytes, mostBytes, slowConsumer);
  }

  /**
   * Returns these with another size above which {@link WebSocket#send} waits.
   *
   * @throws IllegalArgumentException if it is below 1 KiB
   */
  public Queues withSendBytes(int bytes) {
    return new Queues(receivedBytes, checked("sendBytes", bytes), mostBytes, slowConsumer);
  }

  /**
   * Returns these with another size above which a peer is a slow consumer.
   *
   * @throws IllegalArgumentException if it is below 1 KiB
   */
  public Queues withMostBytes(int bytes) {
    return new Queues(receivedBytes, sendBytes, checked("mostBytes", bytes), slowConsumer);
  }

  /** Returns these with another policy for slow consumers. */
  public Queues withSlowConsumer(SlowConsumer policy) {
    return new Queues(receivedBytes, sendBytes, mostBytes, policy);
  }

  private static int checked(String name, int bytes) {
    if (bytes < MIN_BYTES) {
      throw new IllegalArgumentException(name + ": " + bytes + "; must be at least " + MIN_BYTES);
    }
    return bytes;
  }
}
