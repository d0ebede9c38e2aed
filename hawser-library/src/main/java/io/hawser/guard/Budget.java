package io.hawser.guard;

/** What a {@link Guard} limits; each can be switched off, see {@link Guard.Builder#without}. */
public enum Budget {
  /** Opening handshakes of a source, good and bad, in a time. */
  HANDSHAKES_PER_SOURCE,
  /** Failures of a source that count as penalties, in a time. */
  PENALTIES_PER_SOURCE,
  /** Opening handshakes of a source under way at once. */
  PENDING_PER_SOURCE,
  /** Opening handshakes of all under way at once. */
  PENDING,
  /** Connections of a source open at once. */
  CONNECTIONS_PER_SOURCE,
  /** Connections of all open at once. */
  CONNECTIONS
}
