package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ByteBuf> queued = new ArrayList<>();

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

  private void assertQueued(int size) {
    assertThat(queued).hasSize(1);
    assertThat(queued.get(0).readableBytes()).isEqualTo(size);
    assertThat(queued.get(0).capacity()).isLessThanOrEqualTo(2 * size);
  }

  /** Takes so much at the most, and queues the rest. */
  private final class Taking extends LoopTransport {
    private int left;

    Taking(EventLoop loop, int takenAtMost) {
      super(loop, new InetSocketAddress(1), new InetSocketAddress(2));
      this.left = takenAtMost;
    }

    @Override
    int offer(ByteBuf buffer, int from, int to) {
      int taken = Math.min(left, to - from);
      left -= taken;
      return taken;
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
    void left(@Nullable Throwable cause) {}

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
