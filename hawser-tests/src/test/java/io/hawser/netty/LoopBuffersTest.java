package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopBuffersTest {
  private static final UnpooledByteBufAllocator OTHERS = UnpooledByteBufAllocator.DEFAULT;

  private final LoopBuffers buffers = new LoopBuffers();

  @SuppressWarnings("deprecation") // the type that Netty's channels use
  private final RecvByteBufAllocator.Handle reads = buffers.reads().newHandle();

  @AfterEach
  void release() {
    buffers.release();
  }

  @Test
  void everyReadGoesIntoTheSameBufferOnceTheLastIsThrough() {
    ByteBuf first = reads.allocate(OTHERS);
    first.writeInt(1).release();
    ByteBuf second = reads.allocate(OTHERS);
    assertThat(second).isSameAs(first);
    assertThat(second.readableBytes()).isZero();
    second.release();
  }

  @Test
  void aReadDoesNotTouchWhatSomebodyHoldsOnTo() {
    ByteBuf held = reads.allocate(OTHERS).writeInt(1);
    ByteBuf next = reads.allocate(OTHERS).writeInt(2);
    assertThat(held.readInt()).isEqualTo(1);
    assertThat(next.readInt()).isEqualTo(2);
    next.release();
    held.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, LoopBuffers.LARGE_WRITE_BYTES, LoopBuffers.HUGE_WRITE_BYTES})
  void framesGatherInTheSameBufferOnceTheSocketHasTakenThem(int bytes) {
    ByteBuf first = buffers.forWriting(bytes);
    assertThat(first.writableBytes()).isGreaterThanOrEqualTo(bytes);
    first.writeInt(1).release();
    ByteBuf second = buffers.forWriting(bytes);
    assertThat(second).isSameAs(first);
    assertThat(second.readableBytes()).isZero();
    second.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, LoopBuffers.LARGE_WRITE_BYTES, LoopBuffers.HUGE_WRITE_BYTES})
  void whatAFullSocketHoldsIsNotWrittenOver(int bytes) {
    ByteBuf held = buffers.forWriting(bytes).writeInt(1);
    ByteBuf next = buffers.forWriting(bytes).writeInt(2);
    assertThat(held.readInt()).isEqualTo(1);
    held.release();
    assertThat(held.refCnt()).as("freed with the last word of it").isZero();
    next.release();
  }

  @Test
  void aBufferStaysTheLoopsWhileThereIsNoMemoryForAnother() {
    var alloc = new Exhaustible();
    ByteBuf buffer = alloc.directBuffer(100, 100);
    ByteBuf held = buffer.retain();
    alloc.exhausted = true;
    assertThatThrownBy(() -> LoopBuffers.reusable(buffer)).isInstanceOf(OutOfMemoryError.class);
    assertThat(buffer.refCnt()).as("the loop's, and of whoever holds it").isEqualTo(2);
    held.release();
    assertThat(LoopBuffers.reusable(buffer)).isSameAs(buffer);
    buffer.release();
  }

  @Test
  void whatIsLargestGoesInSmallerPiecesWhileThereIsNoMemory() {
    var alloc = new Exhaustible();
    var little = new LoopBuffers(alloc);
    alloc.exhausted = true;
    ByteBuf buffer = little.forWriting(LoopBuffers.HUGE_WRITE_BYTES);
    assertThat(buffer.writableBytes()).isEqualTo(LoopBuffers.LARGE_WRITE_BYTES);
    buffer.release();
    alloc.exhausted = false;
    buffer = little.forWriting(LoopBuffers.HUGE_WRITE_BYTES);
    assertThat(buffer.writableBytes()).isEqualTo(LoopBuffers.HUGE_WRITE_BYTES);
    buffer.release();
    little.release();
  }

  private static final class Exhaustible extends AbstractByteBufAllocator {
    private boolean exhausted;

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      if (exhausted) {
        throw new OutOfMemoryError("none left, as a test wants it");
      }
      return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }
}
