package io.hawser.cli;

/** The exit statuses of the command; scripts rely on them. */
final class ExitStatus {
  /** The server was asked to stop; the connection closed normally. */
  static final int OK = 0;

  /** A bug of ours. */
  static final int INTERNAL = 1;

  /** The arguments make no sense, or the server cannot start with them. */
  static final int USAGE = 2;

  /** The opening handshake failed: the connection never opened. */
  static final int HANDSHAKE_FAILED = 3;

  /** The connection opened, and did not close normally. */
  static final int CLOSED_ABNORMALLY = 4;

  private ExitStatus() {}
}
