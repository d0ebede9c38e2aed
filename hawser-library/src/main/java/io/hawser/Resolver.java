package io.hawser;

import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host, in the order in which they should be tried. */
@FunctionalInterface
public interface Resolver {
  /**
   * Returns the addresses of {@code host}, anew for each attempt to connect. Called on a thread
   * that may block, and is interrupted when the attempt is given up; never for what is an address
   * already.
   *
   * @param host a name in lower case
   * @return none if it has none
   * @throws Exception if they cannot be found; the attempt fails with this as its cause
   */
  List<InetAddress> resolve(String host) throws Exception;

  /**
   * The JDK's, with its cache and its preference for one family ({@code
   * java.net.preferIPv6Addresses}).
   */
  static Resolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
