package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolTest {
  @Test
  void givesOutWhatItWasGivenTheLastOneFirst() {
    var pool = new Pool<Object>(2, Object::new, object -> {});
    Object first = pool.take();
    assertThat(pool.take()).isNotSameAs(first);
    pool.give(first);
    assertThat(pool.take()).isSameAs(first);
  }

  @Test
  void keepsNoMoreThanItsBound() {
    var discarded = new ArrayList<>();
    var pool = new Pool<Object>(2, Object::new, discarded::add);
    List<Object> taken = Stream.generate(pool::take).limit(3).toList();
    taken.forEach(pool::give);
    assertThat(discarded).containsExactly(taken.get(2));
    assertThat(List.of(pool.take(), pool.take(), pool.take()))
        .containsAll(taken.subList(0, 2))
        .doesNotContain(taken.get(2));
  }

  @Test
  void givesNothingToTwoThreads() throws Exception {
    var created = new AtomicInteger();
    var discarded = new AtomicInteger();
    var pool =
        new Pool<AtomicBoolean>(
            3,
            () -> {
              created.incrementAndGet();
              return new AtomicBoolean();
            },
            object -> discarded.incrementAndGet());
    Callable<Boolean> user =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            AtomicBoolean object = pool.take();
            if (!object.compareAndSet(false, true)) {
              return false;
            }
            object.set(false);
            pool.give(object);
          }
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      var users = IntStream.range(0, 8).mapToObj(i -> threads.submit(user)).toList();
      for (var one : users) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(created.get() - discarded.get()).isBetween(1, 3);
  }
}
