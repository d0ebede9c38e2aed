package io.hawser.handshake;

/** A user name and a password for a proxy. Never shows the password, or the name. */
public record ProxyLogin(String user, String password) {
  /** Neither of them. */
  @Override
  public String toString() {
    return "ProxyLogin[***]";
  }
}
