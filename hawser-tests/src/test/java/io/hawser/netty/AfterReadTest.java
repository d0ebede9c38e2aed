package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hawser.queue.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a read leaves to be done is done behind it, all of it. */
class AfterReadTest {
  private final AfterRead afterRead = new AfterRead();
  private final List<String> done = new ArrayList<>();

  @Test
  void takesNothingUnlessSomethingIsRead() {
    assertThat(afterRead.add(() -> done.add("never"))).isFalse();
    afterRead.readComplete();
    assertThat(done).isEmpty();
  }

  @Test
  void doesInOrderWhatWasAddedMeanwhile() {
    afterRead.reading();
    assertThat(afterRead.add(() -> done.add("one"))).isTrue();
    assertThat(afterRead.add(() -> done.add("two"))).isTrue();
    assertThat(done).isEmpty();
    afterRead.readComplete();
    assertThat(done).containsExactly("one", "two");
    assertThat(afterRead.add(() -> done.add("late"))).isFalse();
  }

  @Test
  void isAtLastWithTheLastMessageOfARead() {
    assertThat(afterRead.isAtLast()).isFalse();
    afterRead.reading();
    afterRead.message(false);
    assertThat(afterRead.isAtLast()).isFalse();
    afterRead.message(true);
    assertThat(afterRead.isAtLast()).isTrue();
    afterRead.readComplete();
    assertThat(afterRead.isAtLast()).isFalse();
  }

  @Test
  void anErrorInOneIsLoggedAndKeepsNothingFromTheOthers() throws InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger("io.hawser.connection");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
    try {
      afterRead.reading();
      afterRead.add(
          () -> {
            throw new AssertionError("an error in one");
          });
      afterRead.add(() -> done.add("another's"));
      afterRead.readComplete();
      assertThat(done).containsExactly("another's");
      assertThat(LogLines.awaitWritten(Duration.ofSeconds(20))).isTrue();
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> assertThat(line.getThrowableProxy().getMessage()).isEqualTo("an error in one"));
  }
}
