package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyTransportTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final NettyTransport transport = new NettyTransport(channel, channel.remoteAddress());

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void gathersFramesInOneBuffer() {
    write(30, 100);
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(3_000);
  }

  @Test
  void gathersMoreOfThemInALargerOne() {
    write(200, 100);
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(20_000);
  }

  @Test
  void gathersThemBesideAFullSocketToo() {
    channel.write(Unpooled.wrappedBuffer(new byte[10]));
    write(30, 100);
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(10, 3_000);
  }

  @Test
  void beginsAnotherBufferWhenOneHasEnough() {
    channel.write(Unpooled.wrappedBuffer(new byte[10]));
    write(90, 1_000);
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(10, 33_000, 33_000, 24_000);
  }

  @Test
  void theHeaderOfALargeFrameGoesOutWithTheFirstPieceOfIt() {
    write(1, 10);
    transport.append(List.of(new byte[300_000]));
    transport.flush();
    int piece = LoopBuffers.LARGE_WRITE_BYTES;
    assertThat(takenByTheSocket()).containsExactly(piece, piece, 300_010 - 2 * piece);
  }

  @Test
  void thePartsOfALargeFrameFillOneBufferAfterTheOther() {
    write(1, 10);
    transport.append(Collections.nCopies(5, new byte[60_000]));
    transport.flush();
    int piece = LoopBuffers.LARGE_WRITE_BYTES;
    assertThat(takenByTheSocket()).containsExactly(piece, piece, 300_010 - 2 * piece);
  }

  @Test
  void aLargeFrameBehindAFullSocketIsNotCopied() {
    channel.write(Unpooled.wrappedBuffer(new byte[10]));
    write(1, 14);
    transport.append(List.of(new byte[100_000]));
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(10, 14, 100_000);
  }

  @Test
  void manySmallFramesBesideAFullSocketHoldLittleMoreThanTheirBytes() {
    channel.pipeline().addFirst(new FullSocket());
    for (int i = 0; i < 1_000; i++) {
      write(1, 3);
      transport.flush();
    }
    channel.pipeline().removeFirst();
    channel.flush();
    assertThat(takenByTheSocket()).hasSize(1_000).containsOnly(3);
    int held = outbound().mapToInt(ByteBuf::capacity).sum();
    assertThat(held).isLessThan(SmallFrames.BYTES + 1_000 * 16);
  }

  @Test
  void framesForManyThatFollowEachOtherAreOneWrite() {
    transport.append(frame(100));
    transport.append(frame(200));
    transport.flush();
    assertThat(takenByTheSocket()).containsExactly(102 + 204);
  }

  @Test
  void framesForManyKeepTheirPlaceAmongOthers() {
    write(1, 10);
    transport.append(frame(100));
    write(1, 20);
    transport.append(frame(100));
    transport.append(frame(SharedFrames.MOST_BYTES));
    transport.flush();
    assertThat(takenByTheSocket())
        .startsWith(10, 102, 20, 102)
        .satisfies(sizes -> assertThat(IntStream.of(sizes).sum()).isEqualTo(234 + 65_536 + 10));
  }

  private static SharedFrame frame(int bytes) {
    return SharedFrame.of(Message.binary(new byte[bytes]));
  }

  private void write(int frames, int bytes) {
    for (int i = 0; i < frames; i++) {
      transport.reserve(bytes).put(new byte[bytes]);
      transport.commit(bytes);
    }
  }

  /** How many bytes were in each buffer. */
  private int[] takenByTheSocket() {
    return outbound().mapToInt(ByteBuf::readableBytes).toArray();
  }

  private Stream<ByteBuf> outbound() {
    return channel.outboundMessages().stream().map(ByteBuf.class::cast);
  }

  /** Takes nothing. */
  private static final class FullSocket extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext ctx) {}
  }
}
