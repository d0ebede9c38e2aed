package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who waits until a socket has taken what was written so far. */
@EnabledOnOs(OS.LINUX)
@Timeout(20)
class SocketMarksTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> reached = new ArrayList<>();

  static {
    Epoll.ensureAvailability();
  }

  private final Taking socket = new Taking();
  private final SocketTransport transport = transportOver(socket);

  @AfterEach
  void close() throws IOException {
    transport.release();
    socket.close();
    channel.finishAndReleaseAll();
  }

  private SocketTransport transportOver(Socket to) {
    return new SocketTransport(channel, to, new InetSocketAddress(1));
  }

  private static void write(SocketTransport to, int bytes) {
    to.append(List.of(new byte[bytes]));
    to.flush();
  }

  private void mark(String name) {
    transport.mark(() -> reached.add(name));
  }

  @Test
  void aMarkIsReachedAtOnceIfNothingWaits() {
    socket.takes = 100;
    write(transport, 100);
    mark("a");
    assertThat(reached).containsExactly("a");
  }

  @Test
  void aMarkIsReachedThoughMoreIsWrittenForEver() {
    write(transport, 10_000);
    mark("a");
    for (int turn = 1; turn <= 30; turn++) {
      socket.takes = 1_000;
      write(transport, 1_000);
      assertThat(transport.isTaken()).isFalse();
      assertThat(reached).as("after %d bytes", turn * 1_000).hasSize(turn < 10 ? 0 : 1);
    }
  }

  @Test
  void marksAreReachedInOrderEachBehindItsBytes() {
    for (String name : List.of("a", "b", "c")) {
      write(transport, 1_000);
      mark(name);
    }
    take(999);
    assertThat(reached).isEmpty();
    take(1_000);
    assertThat(reached).containsExactly("a");
    take(1);
    assertThat(reached).containsExactly("a", "b");
    take(1_000);
    assertThat(reached).containsExactly("a", "b", "c");
    assertThat(transport.isTaken()).isTrue();
  }

  /** The socket has room for so many bytes of what waits. */
  private void take(int bytes) {
    socket.takes = bytes;
    transport.flushQueue();
  }

  @Test
  void marksAreNotReachedByTheEndOfTheStream() {
    write(transport, 1_000);
    mark("a");
    take(999);
    transport.abort();
    transport.release();
    take(1);
    assertThat(transport.isTaken()).isTrue();
    assertThat(reached).isEmpty();
  }

  @Test
  void marksAreNotReachedByAReset() {
    write(transport, 1_000);
    mark("a");
    socket.reset = true;
    take(1_000);
    transport.release();
    assertThat(reached).isEmpty();
    assertThatThrownBy(channel::checkException).hasMessage("connection reset");
  }

  @Test
  void aMarkIsReachedOnARealSocketThatIsNeverEmpty(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("socket");
    try (var listening =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path))) {
      Socket real = Socket.newSocketDomain();
      var over = transportOver(real);
      try {
        real.setSendBufferSize(8 * 1024);
        assertThat(real.connect(new DomainSocketAddress(path.toFile()))).isTrue();
        try (SocketChannel peer = listening.accept()) {
          write(over, 40_000);
          assertThat(over.pendingBytes()).isPositive();
          over.mark(() -> reached.add("a"));
          int read = 0;
          for (int turn = 0; turn < 100 && reached.isEmpty(); turn++) {
            write(over, (int) (40_000 - over.pendingBytes()));
            over.flushQueue();
            assertThat(over.isTaken()).isFalse();
            read += peer.read(ByteBuffer.allocate(4 * 1024));
          }
          assertThat(reached).containsExactly("a");
          assertThat(read).isBetween(20_000, 60_000);
        }
      } finally {
        over.release();
        real.close();
      }
    }
  }

  /** A socket that takes so many bytes, and then no more. */
  private static final class Taking extends Socket {
    private int takes;
    private boolean reset;

    Taking() {
      super(newSocketStream0());
    }

    @Override
    public int sendAddress(long address, int from, int to) throws IOException {
      if (reset) {
        throw new IOException("connection reset");
      }
      int taken = Math.min(takes, to - from);
      takes -= taken;
      return taken;
    }
  }
}
