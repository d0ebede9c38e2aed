package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.WebSocket;
import io.hawser.model.Message;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scoped values belong to the thread that binds them, also where one event loop carries many. They
 * are reached by name: this is compiled for a Java that does not have them for good.
 */
@Timeout(60)
class ScopedValueTest {
  private static Object value() throws Throwable {
    assumeTrue(Runtime.version().feature() >= 25, "needs JDK 25");
    Class<?> type = Class.forName("java.lang.ScopedValue");
    return MethodHandles.publicLookup()
        .findStatic(type, "newInstance", MethodType.methodType(type))
        .invoke();
  }

  private static void where(Object key, String value, Runnable body) throws Throwable {
    Class<?> type = Class.forName("java.lang.ScopedValue");
    Class<?> carrier = Class.forName("java.lang.ScopedValue$Carrier");
    MethodHandle where =
        MethodHandles.publicLookup()
            .findStatic(type, "where", MethodType.methodType(carrier, type, Object.class));
    MethodHandle run =
        MethodHandles.publicLookup()
            .findVirtual(carrier, "run", MethodType.methodType(void.class, Runnable.class));
    run.invoke(where.invoke(key, value), body);
  }

  private static Object get(Object key) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(key.getClass(), "orElse", MethodType.methodType(Object.class, Object.class))
          .invoke(key, "none");
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachHandlerOfALoopSeesItsOwnScopedValueAcrossItsWaits() throws Throwable {
    Object key = value();
    BlockingQueue<Object> behind = new LinkedBlockingQueue<>();
    try (var server =
            OneLoop.serve(
                ws -> {
                  Runnable answers =
                      () -> {
                        for (Message message : ws) {
                          ws.send(message.text() + " " + get(key));
                        }
                      };
                  try {
                    where(key, ws.id(), answers);
                  } catch (Throwable e) {
                    throw new AssertionError(e);
                  }
                  behind.add(get(key));
                });
        var one = OneLoop.connect(server);
        var other = OneLoop.connect(server)) {
      for (int i = 0; i < 20; i++) {
        String first = answer(one);
        assertThat(first).startsWith("who ws-");
        assertThat(answer(one)).isEqualTo(first);
        assertThat(answer(other)).startsWith("who ws-").isNotEqualTo(first);
      }
      one.close();
      other.close();
      assertThat(behind.poll(20, TimeUnit.SECONDS)).isEqualTo("none");
      assertThat(behind.poll(20, TimeUnit.SECONDS)).isEqualTo("none");
    }
  }

  private static String answer(WebSocket ws) {
    ws.send("who");
    return ws.receive().text();
  }
}
