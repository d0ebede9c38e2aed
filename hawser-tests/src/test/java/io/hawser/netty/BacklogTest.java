package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a socket. */
class BacklogTest {
  private final Backlog backlog = new Backlog();
  private final List<ByteBuf> added = new ArrayList<>();

  @AfterEach
  void end() {
    backlog.release();
    assertThat(added).allMatch(buffer -> buffer.refCnt() == 0);
  }

  private void add(int bytes, int capacity) {
    ByteBuf buffer = Unpooled.directBuffer(capacity, capacity).writeZero(bytes);
    added.add(buffer);
    backlog.add(buffer);
  }

  private long heldBytes() {
    return added.stream().filter(buffer -> buffer.refCnt() > 0).mapToLong(ByteBuf::capacity).sum();
  }

  @Test
  void manySmallFramesHoldHardlyMoreThanTheirBytes() {
    for (int i = 0; i < 10_000; i++) {
      add(3, 512);
    }
    assertThat(backlog.size()).isEqualTo(30_000);
    assertThat(heldBytes()).isLessThan(31_000);
  }

  @Test
  void whatIsLargeIsNotCopied() {
    add(1_000, 128 * 1024);
    add(100_000, 128 * 1024);
    assertThat(backlog.size()).isEqualTo(101_000);
    assertThat(heldBytes()).isEqualTo(2 * 128 * 1024);
  }

  @Test
  void whatOthersSendAsWellIsNotWrittenBehind() {
    ByteBuf run = Unpooled.directBuffer(100, 100).writeZero(100);
    added.add(run);
    backlog.add(run.retainedSlice(0, 10));
    add(10, 10);
    assertThat(run.getByte(10)).isZero();
    assertThat(heldBytes()).isEqualTo(110);
    run.release();
  }
}
