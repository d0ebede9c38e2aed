package io.hawser.netty;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
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
  private record Access(@Nullable MethodHandle newThread, String missing) {
    Access(String missing) {
      this(null, missing);
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

  /**
   * Returns the virtual thread, whoever made it, of which a carrier was given something to run;
   * null if this JDK does not let us know.
   */
  static @Nullable Thread threadOf(Runnable given) {
    for (Field field : given.getClass().getDeclaredFields()) {
      if (Thread.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
        try {
          return (Thread) field.get(given);
        } catch (IllegalAccessException e) {
          return null;
        }
      }
    }
    return null;
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
      return new Access(MethodHandles.lookup().unreflect(method).asType(type), "");
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      String module = CarriedThreads.class.getModule().getName();
      String opens = "--add-opens java.base/java.lang=" + (module == null ? "ALL-UNNAMED" : module);
      return new Access("needs the JVM option " + opens);
    } catch (ReflectiveOperationException e) {
      return new Access("JDK %d does it in another way: %s".formatted(jdk, e.getMessage()));
    }
  }
}
