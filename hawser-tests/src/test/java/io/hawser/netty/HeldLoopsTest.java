package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.testkit.ManualClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who looks at event loops looks only while somebody may hold one. */
class HeldLoopsTest {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ManualClock clock = new ManualClock();
  private final HeldLoops held =
      new HeldLoops(clock, LoggerFactory.getLogger(HeldLoopsTest.class), loop -> null);

  @AfterEach
  void end() throws InterruptedException {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
  }

  private void assertLooks(boolean expected) {
    for (int i = 0; i < 3; i++) {
      clock.advance(LOOK);
    }
    assertThat(clock.pending()).isEqualTo(expected ? 1 : 0);
  }

  @Test
  void looksWhileACounterIsOpen() {
    EventLoop loop = loops.next();
    assertLooks(false);
    LoopWatch first = held.open(loop);
    LoopWatch second = held.open(loop);
    LoopWatch other = held.open(loops.next());
    assertThat(second).isSameAs(first);
    assertLooks(true);
    first.close();
    other.close();
    assertLooks(true);
    second.close();
    assertLooks(false);
  }

  @Test
  void looksAgainForTheNext() {
    EventLoop loop = loops.next();
    held.open(loop).close();
    // before a look has found that there is nobody
    held.open(loop).close();
    assertLooks(false);
    held.open(loop);
    assertLooks(true);
  }

  @Test
  void looksNoMoreOnceStopped() {
    held.open(loops.next());
    held.stop();
    assertLooks(false);
    held.open(loops.next());
    assertLooks(false);
  }
}
