package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmallFramesTest {
  private final LoopBuffers buffers = new LoopBuffers();

  @AfterEach
  void release() {
    buffers.release();
  }

  private ByteBuf lend() {
    return buffers.forWriting(100);
  }

  private void put(ByteBuf buffer, String frame) {
    byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
    buffers.room(buffer, bytes.length).put(bytes);
    buffer.writerIndex(buffer.writerIndex() + bytes.length);
  }

  private String written(ByteBuf buffer) {
    buffers.settle(buffer);
    return buffer.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void framesStandOneBehindTheOther() {
    ByteBuf buffer = lend();
    put(buffer, "one ");
    put(buffer, "two");
    assertThat(written(buffer)).isEqualTo("one two");
    buffer.release();
  }

  @Test
  void framesOfConnectionsThatGatherAtOnceDoNotMix() {
    ByteBuf first = lend();
    put(first, "first ");
    ByteBuf second = lend();
    put(second, "the second's own");
    put(first, "goes on");
    assertThat(written(first)).isEqualTo("first goes on");
    assertThat(written(second)).isEqualTo("the second's own");
    first.release();
    second.release();
  }

  @Test
  void whatASocketKeepsStaysAsItIs() {
    ByteBuf kept = lend();
    put(kept, "kept by a socket");
    assertThat(written(kept)).isEqualTo("kept by a socket");
    kept.skipBytes(5);
    ByteBuf next = lend();
    put(next, "next");
    assertThat(written(kept)).isEqualTo("by a socket");
    assertThat(written(next)).isEqualTo("next");
    kept.release();
    next.release();
  }

  @Test
  void nothingIsLeftOfFramesThatNobodyWrote() {
    ByteBuf dropped = lend();
    put(dropped, "dropped, and longer");
    dropped.release();
    ByteBuf next = lend();
    assertThat(written(next)).isEmpty();
    put(next, "next");
    assertThat(written(next)).isEqualTo("next");
    next.release();
  }

  @Test
  void buffersFromElsewhereAreWrittenAtOnce() {
    ByteBuf other = UnpooledByteBufAllocator.DEFAULT.directBuffer(4);
    ByteBuf lent = lend();
    put(lent, "lent");
    put(other, "grows as it must");
    assertThat(written(other)).isEqualTo("grows as it must");
    assertThat(written(lent)).isEqualTo("lent");
    other.release();
    lent.release();
  }
}
