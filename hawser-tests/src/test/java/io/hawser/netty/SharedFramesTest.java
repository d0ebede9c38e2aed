package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateProfile;
import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedFramesTest {
  private static final SharedFrame FIRST = frame(100);
  private static final SharedFrame SECOND = frame(200);

  private final SharedFrames frames = new SharedFrames();

  @AfterEach
  void release() {
    frames.release();
  }

  private static SharedFrame frame(int bytes) {
    return SharedFrame.of(Message.binary(new byte[bytes]));
  }

  @Test
  void aFrameIsCopiedOnceHoweverManyGetIt() {
    int from = frames.run(FIRST).from();
    assertThat(frames.run(FIRST).from()).isEqualTo(from);
    assertThat(frames.run(FIRST).buffer().writerIndex()).isEqualTo(FIRST.bytes().length);
  }

  @Test
  void framesThatFollowEachOtherAreOnePiece() {
    ByteBuf buffer = frames.run(FIRST).buffer();
    SharedFrames.Run second = frames.run(SECOND);
    assertThat(second.buffer()).isSameAs(buffer);
    assertThat(second.from()).isEqualTo(FIRST.bytes().length);
  }

  @Test
  void whatIsCompressedIsNotInBetween() {
    var profile = new DeflateProfile(6, 15);
    frames.run(FIRST);
    frames.run(SharedFrame.compressed(Message.text("compressed"), profile));
    assertThat(frames.run(SECOND).from()).isEqualTo(FIRST.bytes().length);
  }

  @Test
  void aBufferIsUsedAgainOnceNobodyHoldsIt() {
    ByteBuf buffer = frames.run(FIRST).buffer();
    fill();
    assertThat(frames.run(SECOND).buffer()).isSameAs(buffer);
  }

  @Test
  void aBufferThatAFullSocketHoldsIsLeftAsItIs() {
    ByteBuf held = frames.run(FIRST).buffer().retain();
    fill();
    assertThat(frames.run(SECOND).buffer()).isNotSameAs(held);
    assertThat(held.refCnt()).isEqualTo(1);
    assertThat(held.getByte(1)).isEqualTo((byte) 100); // the length of the first
    held.release();
  }

  @Test
  void thereIsRoomForLongFrames() {
    SharedFrame longest = frame(SharedFrames.MOST_BYTES - 10);
    SharedFrames.Run run = frames.run(longest);
    assertThat(run.buffer().readableBytes()).isEqualTo(longest.bytes().length);
    assertThat(frames.run(FIRST).buffer().capacity()).isLessThan(SharedFrames.MOST_BYTES);
  }

  /** As much as there is room for. */
  private void fill() {
    ByteBuf buffer = frames.run(frame(1000)).buffer();
    while (buffer.writableBytes() >= 1004) {
      frames.run(frame(1000));
    }
  }
}
