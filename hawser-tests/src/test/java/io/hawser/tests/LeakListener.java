package io.hawser.tests;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Fails the build when a buffer was collected without having been released. */
public final class LeakListener implements LauncherSessionListener {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Detectors());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    for (int round = 0; round < 3; round++) {
      System.gc();
      // a detector looks for leaks when it tracks the next buffer
      for (int i = 0; i < 64; i++) {
        io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(16).release();
      }
    }
    if (!LEAKS.isEmpty()) {
      System.err.println("buffers leaked: " + LEAKS.size() + "\n" + LEAKS.peek());
      // an exception thrown here would only be logged
      Runtime.getRuntime().halt(70);
    }
  }

  private static final class Detectors extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation") // the one abstract method
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new ResourceLeakDetector<>(resource, samplingInterval) {
        @Override
        protected void reportTracedLeak(String resourceType, String records) {
          LEAKS.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
          LEAKS.add(resourceType);
        }
      };
    }
  }
}
