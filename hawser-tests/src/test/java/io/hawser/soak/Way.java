package io.hawser.soak;

import io.hawser.testkit.RawPeer;

/**
 * A way to fail an attempt, or to end its connection.
 *
 * @param place where the attempt goes
 * @param outcome what the policy is to see: an exception and its phase, or a close code
 * @param script the server's part, from the first byte on
 */
record Way(String name, Place place, String outcome, Script script) {
  /** What lies between the client and the script. */
  enum Place {
    /** The script's server. */
    PLAIN,
    /** The script's server, taken for one that speaks TLS. */
    TLS,
    /** The script's server, taken for a proxy. */
    PROXY,
    /** A server with a certificate for another host. */
    UNTRUSTED,
    /** A server that speaks TLS, and refuses. */
    REFUSING,
    /** A port where nobody listens. */
    NOBODY,
    /** An address that does not answer. */
    SILENT,
    /** A name that is not known. */
    NO_NAME,
    /** A name that is looked for without end. */
    LOST_NAME,
    /** A supplier of headers that throws. */
    NO_HEADER
  }

  /** Plays the server's part; the connection is closed when it returns. */
  @FunctionalInterface
  interface Script {
    /**
     * Plays.
     *
     * @param stuck to be called when the client can only wait for time to pass
     */
    void play(RawPeer client, Runnable stuck);
  }

  /** Whether there is a connection that ends. */
  boolean opens() {
    return Character.isDigit(outcome.charAt(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
