package io.hawser.netty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The order in which the addresses of a name are tried (RFC 8305, 4). */
final class AddressOrder {
  private AddressOrder() {}

  /**
   * Returns the addresses with the two families in turn, the family of the first one first, each in
   * its order; none twice.
   */
  static List<InetAddress> interleaved(List<InetAddress> addresses) {
    var distinct = addresses.stream().distinct().toList();
    if (distinct.isEmpty()) {
      return distinct;
    }
    boolean six = distinct.get(0) instanceof Inet6Address;
    Iterator<InetAddress> first = ofFamily(distinct, six);
    Iterator<InetAddress> second = ofFamily(distinct, !six);
    var ordered = new ArrayList<InetAddress>(distinct.size());
    while (first.hasNext() || second.hasNext()) {
      if (first.hasNext()) {
        ordered.add(first.next());
      }
      if (second.hasNext()) {
        ordered.add(second.next());
      }
    }
    return List.copyOf(ordered);
  }

  private static Iterator<InetAddress> ofFamily(List<InetAddress> addresses, boolean six) {
    return addresses.stream().filter(ip -> ip instanceof Inet6Address == six).iterator();
  }
}
