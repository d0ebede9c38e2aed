package io.hawser.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What this process holds.
 *
 * @param files open file descriptors; 0 where the system does not tell
 * @param heapBytes in use after garbage collection
 * @param threads names of Hawser's, but for virtual ones
 */
record Footprint(long files, long heapBytes, List<String> threads) {
  static Footprint take() {
    return new Footprint(openFiles(), usedHeap(), ownThreads());
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  /**
   * The least of several: what is only reachable from a thread's stack goes with the next round.
   */
  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static List<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("hawser"))
        .sorted()
        .toList();
  }
}
