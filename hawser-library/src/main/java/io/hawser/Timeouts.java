package io.hawser;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The deadlines of a connection. Immutable; each is from 1 ms to one day. */
public final class Timeouts {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private enum Name {
    OPENING("opening", 10),
    CLOSING("closing", 10),
    PING_INTERVAL("pingInterval", 20),
    PONG("pong", 20),
    WRITE_STALL("writeStall", 20),
    QUEUE_AGE("queueAge", 60),
    MESSAGE("message", 30);

    private final String text;
    private final Duration defaultValue;

    Name(String text, int seconds) {
      this.text = text;
      this.defaultValue = Duration.ofSeconds(seconds);
    }
  }

  private static final Timeouts DEFAULTS = new Timeouts(defaultValues());

  /** Those that are not here are off. */
  private final Map<Name, Duration> values;

  private Timeouts(Map<Name, Duration> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  private static Map<Name, Duration> defaultValues() {
    var values = new EnumMap<Name, Duration>(Name.class);
    for (Name name : Name.values()) {
      values.put(name, name.defaultValue);
    }
    return values;
  }

  /** Returns the defaults; each accessor names its own. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * The opening handshake, as one deadline over all of it: for a client from resolving the name,
   * for a server from accepting the socket, TLS included. Default: 10 s.
   */
  public Duration opening() {
    return always(Name.OPENING);
  }

  /** The closing handshake, until the socket is closed. Default: 10 s. */
  public Duration closing() {
    return always(Name.CLOSING);
  }

  /**
   * How often the peer is pinged (RFC 6455, 5.5.2), the first time somewhen in the first interval.
   * Default: 20 s. Empty: never.
   */
  public Optional<Duration> pingInterval() {
    return sometimes(Name.PING_INTERVAL);
  }

  /**
   * How long a pinged peer may be silent before it is taken for dead and closed with 1011; any data
   * counts, not only a Pong. The time stands still while we do not read, because received messages
   * wait for the application. Default: 20 s.
   */
  public Duration pong() {
    return always(Name.PONG);
  }

  /**
   * How long a peer may take no byte of what is queued for it, before the connection is cut.
   * Default: 20 s.
   */
  public Duration writeStall() {
    return always(Name.WRITE_STALL);
  }

  /**
   * How old what is queued for a peer may become, though it takes some bytes now and then, before
   * the connection is cut. Turn it off where single messages take longer than that to be sent.
   * Default: 60 s. Empty: as old as it likes.
   */
  public Optional<Duration> queueAge() {
    return sometimes(Name.QUEUE_AGE);
  }

  /**
   * How long a message may take from its first byte to its last, before its sender is closed with
   * 1008. The time stands still while we do not read. Default: 30 s. Empty: as long as it likes.
   */
  public Optional<Duration> message() {
    return sometimes(Name.MESSAGE);
  }

  /**
   * Returns these timeouts with another one for the opening handshake.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withOpening(Duration timeout) {
    return with(Name.OPENING, timeout);
  }

  /**
   * Returns these timeouts with another one for the closing handshake.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withClosing(Duration timeout) {
    return with(Name.CLOSING, timeout);
  }

  /**
   * Returns these timeouts with another time between Pings.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withPingInterval(Duration interval) {
    return with(Name.PING_INTERVAL, interval);
  }

  /** Returns these timeouts without regular Pings: a peer that vanished is found out by writing. */
  public Timeouts withoutPings() {
    return without(Name.PING_INTERVAL);
  }

  /**
   * Returns these timeouts with another one for Pongs.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withPong(Duration timeout) {
    return with(Name.PONG, timeout);
  }

  /**
   * Returns these timeouts with another one for peers that take nothing.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withWriteStall(Duration timeout) {
    return with(Name.WRITE_STALL, timeout);
  }

  /**
   * Returns these timeouts with another age for what is queued.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withQueueAge(Duration age) {
    return with(Name.QUEUE_AGE, age);
  }

  /** Returns these timeouts without an age for what is queued. */
  public Timeouts withoutQueueAge() {
    return without(Name.QUEUE_AGE);
  }

  /**
   * Returns these timeouts with another one for a received message.
   *
   * @throws IllegalArgumentException unless it is from 1 ms to one day
   */
  public Timeouts withMessage(Duration timeout) {
    return with(Name.MESSAGE, timeout);
  }

  /** Returns these timeouts without one for a received message. */
  public Timeouts withoutMessage() {
    return without(Name.MESSAGE);
  }

  private Duration always(Name name) {
    return sometimes(name).orElse(name.defaultValue);
  }

  private Optional<Duration> sometimes(Name name) {
    return Optional.ofNullable(values.get(name));
  }

  private Timeouts with(Name name, Duration timeout) {
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name.text + " timeout: " + timeout + "; must be from 1 ms to 1 day");
    }
    var changed = new EnumMap<Name, Duration>(values);
    changed.put(name, timeout);
    return new Timeouts(changed);
  }

  private Timeouts without(Name name) {
    var changed = new EnumMap<Name, Duration>(values);
    changed.remove(name);
    return new Timeouts(changed);
  }
}
