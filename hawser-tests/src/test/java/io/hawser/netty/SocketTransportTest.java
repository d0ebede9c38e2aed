package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.connection.Codec;
import io.hawser.connection.Connection;
import io.hawser.connection.ConnectionSettings;
import io.hawser.connection.InboundBudget;
import io.hawser.connection.LoopClock;
import io.hawser.connection.Opened;
import io.hawser.connection.OutboundBudget;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Headers;
import io.hawser.model.Message;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Limits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a socket is read, and how much of it at a time: without a handshake, on real sockets. */
@Timeout(60)
class SocketTransportTest {
  private static final int KIB = 1024;
  private static final int HIGH_BYTES = 128 * KIB;
  private static final int SLICE_BYTES = 16 * KIB;

  private final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<SocketTransport> transports = new LinkedBlockingQueue<>();
  private final List<Socket> peers = new ArrayList<>();
  private InboundBudget budget = InboundBudget.unlimited();
  private EventLoopGroup loops;
  private EventLoop loop;
  private Channel server;

  @BeforeEach
  void listen() {
    Assumptions.assumeTrue(Epoll.isAvailable(), "needs epoll");
    loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    loop = loops.next();
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childHandler(new Opening())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  @AfterEach
  void end() throws Exception {
    for (Socket peer : peers) {
      peer.close();
    }
    if (loops != null) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
  }

  /** Makes an open connection of each channel. */
  @io.netty.channel.ChannelHandler.Sharable
  private final class Opening extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      var transport = (SocketTransport) Transports.of(ctx.channel(), ctx.channel().remoteAddress());
      var facts =
          new Opened(
              "test",
              Role.SERVER,
              new Request("GET", "/", "HTTP/1.1", Headers.of("Host", "server")),
              new Response(101, "Switching Protocols", Headers.empty(), new byte[0]),
              null);
      var settings =
          new ConnectionSettings(
              Timeouts.defaults().withoutPings(),
              Queues.defaults(),
              OutboundBudget.unlimited(),
              budget,
              false,
              null,
              () -> 1);
      var codec = new Codec(Limits.defaults(), () -> 0, null, null);
      var clock = new LoopClock(() -> 0, (nanos, task) -> () -> {});
      var connection =
          new Connection(facts, codec, settings, transport, clock, new ConnectionObserver() {});
      transport.deliverTo(connection, null);
      ctx.pipeline().replace(this, "connection", new ConnectionHandler(transport));
      transport.leaveChannel(() -> () -> {});
      transport.begin(Unpooled.EMPTY_BUFFER.nioBuffer());
      transports.add(transport);
      opened.add(connection);
    }
  }

  private Socket connect() throws IOException {
    var peer = new Socket();
    peers.add(peer);
    peer.setReceiveBufferSize(SLICE_BYTES);
    peer.connect(server.localAddress());
    return peer;
  }

  private Connection connection() throws InterruptedException {
    Connection connection = opened.poll(20, TimeUnit.SECONDS);
    assertThat(connection).isNotNull();
    return connection;
  }

  private void turns(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      loop.submit(() -> {}).get();
    }
  }

  /** The loop does nothing until this is counted down. */
  private CountDownLatch holdLoop() {
    var go = new CountDownLatch(1);
    loop.execute(
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return go;
  }

  /** Messages of a thousand bytes that begin with their number. */
  private static byte[] numbers(int from, int to) {
    ByteBuffer out = ByteBuffer.allocate((to - from) * 1008);
    for (int i = from; i < to; i++) {
      out.put((byte) 0x82).put((byte) 0xFE).putShort((short) 1000).putInt(0);
      out.putInt(i).position(out.position() + 996);
    }
    return out.array();
  }

  private static int number(Message message) {
    return ByteBuffer.wrap(message.bytes()).getInt();
  }

  private static void write(Socket peer, byte[] bytes) {
    try {
      OutputStream out = peer.getOutputStream();
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the receiver of a connection have enough; returns how many messages that took. */
  private int fill(Socket peer) throws Exception {
    int messages = HIGH_BYTES / 1000 + 1;
    write(peer, numbers(0, messages));
    SocketTransport transport = transports.take();
    while (loop.submit(transport::isReading).get()) {
      Thread.onSpinWait();
    }
    return messages;
  }

  @Test
  void isNotReadWhileItsReceiverHasEnoughThoughThePeerEndsItsOutput() throws Exception {
    Socket peer = connect();
    Connection connection = connection();
    int before = fill(peer);
    int after = before + 40;
    write(peer, numbers(before, after));
    peer.shutdownOutput();
    turns(10);
    long held = budget.usedBytes();

    // what goes out stops and goes on again and again
    int pieces = 200;
    var sent =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < pieces; i++) {
                connection.send(new byte[64 * KIB - 4]);
              }
            },
            task -> Thread.ofPlatform().daemon().start(task));
    byte[] piece = new byte[64 * KIB];
    for (int i = 0; i < pieces; i++) {
      assertThat(peer.getInputStream().readNBytes(piece, 0, piece.length)).isEqualTo(piece.length);
      turns(2);
      assertThat(budget.usedBytes()).isEqualTo(held);
    }
    sent.get(20, TimeUnit.SECONDS);
    for (int i = 0; i < after; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
    }
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosedException.class);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void aResetIsSeenWhileItsReceiverHasEnough() throws Exception {
    Socket peer = connect();
    Connection connection = connection();
    int before = fill(peer);
    write(peer, numbers(before, before + 10));
    turns(10);
    peer.setSoLinger(true, 0);
    peer.close();
    connection.onClose().toCompletableFuture().get(20, TimeUnit.SECONDS);
    var numbers = new ArrayList<Integer>();
    assertThatThrownBy(
            () -> {
              while (true) {
                numbers.add(number(connection.receive()));
              }
            })
        .isInstanceOf(ConnectionClosedException.class)
        .hasCauseInstanceOf(IOException.class);
    // what was read is received
    assertThat(numbers)
        .hasSizeGreaterThan(HIGH_BYTES / 1100)
        .isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
  }

  @Test
  void anEndThatIsToldTogetherWithTheLastBytesIsSeenBehindThem() throws Exception {
    Socket peer = connect();
    Connection connection = connection();
    turns(10);
    CountDownLatch go = holdLoop();
    write(peer, numbers(0, 10));
    peer.shutdownOutput();
    go.countDown();
    for (int i = 0; i < 10; i++) {
      assertThat(number(connection.receive())).isEqualTo(i);
    }
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void aPeerThatHasEndedAndGoneIsFoundByWhatIsSentToIt() throws Exception {
    Socket peer = connect();
    Connection connection = connection();
    fill(peer);
    peer.close();
    turns(10);
    // the first is answered by a reset; nothing else says that nobody is there
    connection.send("anybody?");
    connection.onClose().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void readsLittleAtATimeOnceAllConnectionsHoldTooMuch() throws Exception {
    int limit = 256 * KIB;
    int count = 8;
    int messages = 20_000;
    budget = new InboundBudget(limit);
    byte[] empty = new byte[6 * messages];
    for (int i = 0; i < messages; i++) {
      empty[6 * i] = (byte) 0x82;
      empty[6 * i + 1] = (byte) 0x80;
    }
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connect();
      connections.add(connection());
    }
    // all of it is there when the first is read
    CountDownLatch go = holdLoop();
    List<Thread> writers = new ArrayList<>();
    for (Socket peer : peers) {
      writers.add(Thread.ofPlatform().daemon().start(() -> write(peer, empty)));
    }
    while (!writers.stream().allMatch(SocketTransportTest::isThrough)) {
      Thread.onSpinWait();
    }
    go.countDown();
    long most = 0;
    for (int i = 0; i < 500; i++) {
      turns(1);
      most = Math.max(most, budget.usedBytes());
    }
    assertThat(most)
        .isGreaterThan(limit)
        .isLessThan(limit + LoopBuffers.READ_BYTES + count * (HIGH_BYTES + SLICE_BYTES));
    // and nothing is lost
    for (Connection connection : connections) {
      for (int i = 0; i < messages; i++) {
        Message message = connection.receive();
        assertThat(message.size()).isZero();
      }
    }
  }

  /** Whether it has written all, or the sockets take no more. */
  private static boolean isThrough(Thread writer) {
    return !writer.isAlive()
        || List.of(writer.getStackTrace()).stream()
            .anyMatch(frame -> frame.getMethodName().equals("park"));
  }
}
