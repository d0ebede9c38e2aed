package io.hawser.guard;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files, sockets among them, this process may have open. */
final class Descriptors {
  private Descriptors() {}

  /** Returns the limit; {@link Budgets#UNLIMITED} where there is none to know of. */
  static int limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            && unix.getMaxFileDescriptorCount() > 0
        ? (int) Math.min(unix.getMaxFileDescriptorCount(), Budgets.UNLIMITED)
        : Budgets.UNLIMITED;
  }
}
