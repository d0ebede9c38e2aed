package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a socket that does not take it. */
@Timeout(60)
class LoopTransportTest {
  private static final int LARGE = LoopBuffers.LARGE_WRITE_BYTES;
  private static final int HUGE = LoopBuffers.HUGE_WRITE_BYTES;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ByteBuf> queued = new ArrayList<>();
  private final List<Integer> offered = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    queued.forEach(ByteBuf::release);
    loops.shutdownGracefully().await();
  }

  private void write(int size, int takenAtMost) throws Exception {
    EventLoop loop = loops.next();
    loop.submit(
            () -> {
              var transport = new Taking(loop, takenAtMost);
              for (int left = size; left > 0; ) {
                int piece = Math.min(left, 16 * 1024);
                ByteBuffer room = transport.reserve(piece);
                room.put(new byte[piece]);
                transport.commit(piece);
                left -= piece;
              }
              transport.flush();
              return null;
            })
        .get();
  }

  @ParameterizedTest
  @ValueSource(ints = {4 * 1024 + 1, 5_000, 16 * 1024, 30 * 1024})
  void holdsLittleMemoryForLittleThatIsNotTaken(int size) throws Exception {
    write(size, 0);
    assertQueued(size);
  }

  @Test
  void holdsLittleMemoryForLittleThatIsLeft() throws Exception {
    write(20_000, 19_000);
    assertQueued(1_000);
  }

  @Test
  void holdsNothingOfWhatIsTaken() throws Exception {
    write(20_000, 20_000);
    assertThat(queued).isEmpty();
  }

  /** Writes a payload that is not copied beside its header; returns all that becomes of it. */
  private byte[] writeLarge(int takenAtMost, byte[]... parts) throws Exception {
    EventLoop loop = loops.next();
    return loop.submit(
            () -> {
              var transport = new Taking(loop, takenAtMost);
              transport.append(List.of(parts));
              transport.flush();
              return transport.written();
            })
        .get();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void offersALargeFrameInLargerPiecesOnceTheSocketHasTakenOne() throws Exception {
    byte[] frame = bytes(3_000_000);
    assertThat(writeLarge(frame.length, frame)).isEqualTo(frame);
    assertThat(offered).containsExactly(LARGE, HUGE, HUGE, 3_000_000 - LARGE - 2 * HUGE);
    assertThat(queued).isEmpty();
  }

  @Test
  void offersWhatLiesInPartsAsIfItWereOne() throws Exception {
    byte[] frame = bytes(LARGE + HUGE);
    byte[] written =
        writeLarge(
            frame.length,
            Arrays.copyOfRange(frame, 0, 1),
            Arrays.copyOfRange(frame, 1, LARGE + 1_000),
            Arrays.copyOfRange(frame, LARGE + 1_000, frame.length));
    assertThat(written).isEqualTo(frame);
    assertThat(offered).containsExactly(LARGE, HUGE);
  }

  @Test
  void offersInLargerPiecesOnlyWhatFillsHalfOfOne() throws Exception {
    byte[] frame = bytes(LARGE + HUGE + HUGE / 2);
    assertThat(writeLarge(frame.length, frame)).isEqualTo(frame);
    assertThat(offered).startsWith(LARGE, HUGE);
    assertThat(offered.subList(2, offered.size())).allMatch(piece -> piece <= LARGE);
  }

  @Test
  void offersMuchBeforeAFlush() throws Exception {
    EventLoop loop = loops.next();
    byte[] large = bytes(LARGE + HUGE);
    loop.submit(
            () -> {
              var transport = new Taking(loop, large.length);
              transport.append(List.of(large));
              assertThat(transport.written()).isEqualTo(large);
              return null;
            })
        .get();
    assertThat(offered).containsExactly(LARGE, HUGE);
  }

  @Test
  void holdsWhatIsLeftOfAHugePieceOnTheHeap() throws Exception {
    byte[] frame = bytes(3_000_000);
    assertThat(writeLarge(LARGE + 100_000, frame)).isEqualTo(frame);
    assertThat(offered).containsExactly(LARGE, HUGE);
    assertThat(queued).extracting(ByteBuf::isDirect).containsExactly(false, false);
    assertThat(queued.get(0).capacity()).isEqualTo(HUGE - 100_000);
  }

  @Test
  void holdsLittleThatIsLeftOfAHugePieceInABufferToWriteFrom() throws Exception {
    byte[] frame = bytes(LARGE + HUGE);
    assertThat(writeLarge(LARGE + HUGE - 1_000, frame)).isEqualTo(frame);
    assertThat(queued).extracting(ByteBuf::isDirect).containsExactly(true);
    assertQueued(1_000);
  }

  @Test
  void offersSmallerPiecesAgainOnceTheSocketHasNotTakenOne() throws Exception {
    EventLoop loop = loops.next();
    loop.submit(
            () -> {
              var transport = new Taking(loop, 2 * LARGE);
              transport.append(List.of(new byte[LARGE + HUGE]));
              transport.flush();
              queued.forEach(ByteBuf::release);
              queued.clear();
              transport.left = LARGE + HUGE;
              transport.append(List.of(new byte[LARGE + HUGE]));
              transport.flush();
              return null;
            })
        .get();
    assertThat(offered).containsExactly(LARGE, HUGE, LARGE, HUGE);
  }

  @Test
  void queuesNoHugeBufferForWhatFollowsIt() throws Exception {
    EventLoop loop = loops.next();
    byte[] first = bytes(LARGE + HUGE);
    byte[] second = bytes(6 * LARGE);
    byte[] forMany = bytes(100);
    byte[] arrived =
        loop.submit(
                () -> {
                  var transport = new Taking(loop, first.length + LARGE);
                  transport.append(List.of(first));
                  transport.flush();
                  transport.append(List.of(second));
                  transport.append(SharedFrame.of(Message.binary(forMany)));
                  transport.flush();
                  return transport.written();
                })
            .get();
    assertThat(queued).allMatch(buffer -> buffer.capacity() < HUGE);
    int both = first.length + second.length;
    assertThat(arrived).hasSize(both + 2 + forMany.length);
    assertThat(Arrays.copyOf(arrived, first.length)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(arrived, first.length, both)).isEqualTo(second);
    assertThat(Arrays.copyOfRange(arrived, arrived.length - 100, arrived.length))
        .isEqualTo(forMany);
  }

  private void assertQueued(int size) {
    assertThat(queued).hasSize(1);
    assertThat(queued.get(0).readableBytes()).isEqualTo(size);
    assertThat(queued.get(0).capacity()).isLessThanOrEqualTo(2 * size);
  }

  /** Takes so much at the most, and queues the rest. */
  private final class Taking extends LoopTransport {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int left;

    Taking(EventLoop loop, int takenAtMost) {
      super(loop, new InetSocketAddress(1), new InetSocketAddress(2));
      this.left = takenAtMost;
    }

    /** Returns what was taken, and behind it what is queued. */
    byte[] written() {
      var all = new ByteArrayOutputStream();
      all.writeBytes(taken.toByteArray());
      queued.forEach(buffer -> all.writeBytes(ByteBufUtil.getBytes(buffer)));
      return all.toByteArray();
    }

    @Override
    int offer(ByteBuf buffer, int from, int to) {
      int size = Math.min(left, to - from);
      left -= size;
      offered.add(to - from);
      taken.writeBytes(ByteBufUtil.getBytes(buffer, from, size));
      return size;
    }

    @Override
    void queue(ByteBuf bytes) {
      queued.add(bytes);
    }

    @Override
    void flushQueue() {}

    @Override
    void leaveChannel(Supplier<Runnable> takeOver) {}

    @Override
    void channelLeft(@Nullable Throwable cause) {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public long pendingBytes() {
      return queued.stream().mapToLong(ByteBuf::readableBytes).sum();
    }

    @Override
    public long progress() {
      return 0;
    }

    @Override
    public void mark(Runnable written) {}

    @Override
    public void reading(boolean on) {}

    @Override
    public void endStream() {}

    @Override
    public void abort() {}
  }
}
