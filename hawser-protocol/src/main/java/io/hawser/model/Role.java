package io.hawser.model;

/** Which side of the connection an endpoint is; the two differ where RFC 6455 says so. */
public enum Role {
  CLIENT,
  SERVER;

  /** Returns the role of this endpoint's peer. */
  public Role peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /**
   * Whether frames that this role sends carry a masking key (5.1: a client's do, a server's never).
   */
  public boolean masks() {
    return this == CLIENT;
  }
}
