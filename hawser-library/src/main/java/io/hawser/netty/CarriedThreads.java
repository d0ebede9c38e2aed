package io.hawser.netty;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that run on a thread of our choice: what the JDK has inside, and does not offer.
 * All that is needed of it is here.
 */
final class CarriedThreads {
  /** Since then a thread that waits for a monitor gives its carrier back (JEP 491). */
  private static final int OLDEST_JDK = 24;

  private static final Access ACCESS = find();

  /** The way in, or why there is none. */
  private record Access(
      @Nullable MethodHandle newThread, @Nullable VarHandle carrier, String missing) {
    Access(String missing) {
      this(null, null, missing);
    }
  }

  private CarriedThreads() {}

  /** What is missing for it, and how to get it; empty if nothing is. */
  static String missing() {
    return ACCESS.missing();
  }

  /**
   * Makes a virtual thread that is not started yet.
   *
   * @param carrier runs, one after the other and on a platform thread, whatever the virtual thread
   *     has to do until it waits or ends
   */
  static Thread unstarted(Executor carrier, String name, Runnable task) {
    MethodHandle newThread = ACCESS.newThread();
    if (newThread == null) {
      throw new IllegalStateException(missing());
    }
    try {
      return (Thread) newThread.invokeExact(carrier, name, 0, task);
    } catch (Throwable e) {
      throw new IllegalStateException("virtual thread on a carrier of our own", e);
    }
  }

  /** The thread that a virtual thread runs on now; null if it does not run. */
  static @Nullable Thread carrierOf(Thread virtual) {
    VarHandle carrier = ACCESS.carrier();
    return carrier == null ? null : (Thread) carrier.getVolatile(virtual);
  }

  private static Access find() {
    int jdk = Runtime.version().feature();
    if (jdk < OLDEST_JDK) {
      return new Access("needs JDK %d or newer, runs on %d".formatted(OLDEST_JDK, jdk));
    }
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodType type =
          MethodType.methodType(
              Thread.class, Executor.class, String.class, int.class, Runnable.class);
      Method method = builders.getDeclaredMethod("newVirtualThread", type.parameterArray());
      method.setAccessible(true);
      Class<?> virtual = Class.forName("java.lang.VirtualThread");
      var inside = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
      VarHandle carrier = inside.findVarHandle(virtual, "carrierThread", Thread.class);
      return new Access(MethodHandles.lookup().unreflect(method).asType(type), carrier, "");
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      String module = CarriedThreads.class.getModule().getName();
      String opens = "--add-opens java.base/java.lang=" + (module == null ? "ALL-UNNAMED" : module);
      return new Access("needs the JVM option " + opens);
    } catch (ReflectiveOperationException e) {
      return new Access("JDK %d does it in another way: %s".formatted(jdk, e.getMessage()));
    }
  }
}
