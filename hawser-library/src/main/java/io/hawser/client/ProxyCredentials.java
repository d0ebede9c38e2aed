package io.hawser.client;

import java.net.PasswordAuthentication;

/**
 * Supplies what a {@link Proxy} is told of who we are, anew for each attempt. Called on a thread
 * that may block, within the opening deadline. What it throws makes a failed attempt.
 */
@FunctionalInterface
public interface ProxyCredentials {
  /** Returns user name and password for an attempt. */
  PasswordAuthentication login() throws Exception;

  /**
   * The proxy has refused the last ones: {@link #login} is to return others now. Called by the
   * thread that connects. Default: does nothing, for suppliers that look each time.
   */
  default void refresh() throws Exception {}
}
