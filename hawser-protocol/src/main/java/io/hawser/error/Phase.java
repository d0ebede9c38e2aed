package io.hawser.error;

/** How far an opening handshake had come when it failed. */
public enum Phase {
  /** Before anything was sent: the URI, or what supplies it, the headers or the credentials. */
  PREPARE,
  DNS,
  /** Connecting the socket, a Unix-domain one included. */
  TCP,
  PROXY,
  TLS,
  HTTP
}
