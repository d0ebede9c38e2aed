package io.hawser.tests;

import static io.hawser.testkit.ScriptedServer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.client.ClientState;
import io.hawser.client.Connections;
import io.hawser.client.OfflineQueue;
import io.hawser.client.RetryBudget;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.model.Headers;
import io.hawser.model.Message;
import io.hawser.policy.Pace;
import io.hawser.testkit.RawPeer;
import io.hawser.testkit.ScriptedServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The offline queue while a connection is slow, or breaks. */
@Timeout(60)
class OfflineQueueFlushTest {
  private static final int LARGE = 256 * 1024;
  private static final OfflineQueue LARGE_QUEUE =
      OfflineQueue.defaults().withMaxBytes(256L * LARGE).withMaxAge(Duration.ofHours(1));

  private final CountDownLatch reading = new CountDownLatch(1);
  private final LinkedBlockingQueue<Integer> read = new LinkedBlockingQueue<>();

  /** A server that opens, and reads nothing until it is told to. */
  private ScriptedServer slowServer() {
    return ScriptedServer.start(
        (client, request) -> {
          client.send(acceptance(request));
          await(reading);
          for (int number = readNumber(client); number >= 0; number = readNumber(client)) {
            read.add(number);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Message large(int number) {
    return Message.binary(ByteBuffer.allocate(LARGE).putInt(number).array());
  }

  /** Reads a large message, and returns its number; -1 for a Close frame. */
  private static int readNumber(RawPeer client) {
    byte[] head = client.read(2);
    if ((head[0] & 8) != 0) {
      return -1;
    }
    client.read(8);
    int mask = ByteBuffer.wrap(client.read(4)).getInt();
    return ByteBuffer.wrap(client.read(LARGE)).getInt() ^ mask;
  }

  private int nextRead() {
    try {
      Integer next = read.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messagesWaitForRoomAndKeepTheirOrder() {
    try (var server = slowServer();
        var loop = LoopRun.start(WebSocketClient.builder(server.uri()).offlineQueue(LARGE_QUEUE))) {
      loop.untilOpen();
      int sent = 0;
      while (loop.connections.unsent().size() < 3) {
        assertThat(loop.connections.trySend(large(sent))).isTrue();
        sent++;
      }
      reading.countDown();
      for (int i = 0; i < sent; i++) {
        assertThat(nextRead()).isEqualTo(i);
      }
      assertThat(loop.connections.unsent()).isEmpty();
      assertThat(loop.connections.trySend(large(sent))).isTrue();
      assertThat(nextRead()).isEqualTo(sent);
    }
  }

  @Test
  void withoutAQueueASlowConnectionRefuses() {
    try (var server = slowServer();
        var loop = LoopRun.start(server.uri())) {
      loop.untilOpen();
      int sent = 0;
      while (loop.connections.trySend(large(sent)) || sent == 0) {
        sent++;
        assertThat(sent).isLessThan(256);
      }
      assertThat(loop.connections.unsent()).isEmpty();
      reading.countDown();
      assertThat(loop.connections.state()).isInstanceOf(ClientState.Open.class);
    }
  }

  @Test
  void stopEndsAFlush() {
    try (var server = slowServer();
        var loop = flushing(server)) {
      loop.connections.stop();
      reading.countDown();
      loop.awaitEnd();
      assertThat(loop.connections.unsent().getLast()).isEqualTo(large(127));
    }
  }

  @Test
  void anInterruptEndsAFlush() {
    try (var server = slowServer();
        var loop = flushing(server)) {
      loop.interrupt();
      reading.countDown();
      assertThat(loop.thrown()).isInstanceOf(CallInterruptedException.class);
      assertThat(loop.connections.unsent().getLast()).isEqualTo(large(127));
    }
  }

  /** A loop whose thread sends more than what the connection takes, before the body has it. */
  private static LoopRun flushing(ScriptedServer server) {
    var builder = WebSocketClient.builder(server.uri()).offlineQueue(LARGE_QUEUE);
    var mayConnect = new CountDownLatch(1);
    builder.headers(
        () -> {
          mayConnect.await();
          return Headers.empty();
        });
    var loop =
        new LoopRun(
            builder,
            ws -> {
              throw new AssertionError("nothing is read, so nothing can be flushed");
            });
    for (int i = 0; i < 128; i++) {
      assertThat(loop.connections.trySend(large(i))).isTrue();
    }
    mayConnect.countDown();
    loop.untilOpen();
    return loop;
  }

  @Test
  void eachThreadKeepsItsOrderOverConnectionsThatBreak() {
    var heard = new ConcurrentLinkedQueue<String>();
    var script = new ScriptedServer.Step[11];
    Arrays.fill(
        script, (ScriptedServer.Step) (client, request) -> listen(client, request, heard, 20));
    script[10] = (client, request) -> listen(client, request, heard, Integer.MAX_VALUE);
    try (var server = ScriptedServer.start(script);
        var connections =
            WebSocketClient.builder(server.uri())
                .retryBudget(RetryBudget.unlimited())
                .pace(
                    Pace.defaults()
                        .withFirstDelay(Duration.ZERO)
                        .withBackoff(random -> floor -> Optional.of(floor)))
                .offlineQueue(OfflineQueue.defaults().withMaxMessages(10))
                .connections()) {
      var loop =
          CompletableFuture.runAsync(
              () -> connections.run(LoopRun::receiveAll), Thread::startVirtualThread);
      // who spins on a virtual thread keeps others from running
      IntStream.range(0, 4)
          .mapToObj(
              sender ->
                  CompletableFuture.runAsync(
                      () -> sendUntilTheLast(server, connections, sender),
                      task -> Thread.ofPlatform().start(task)))
          .toList()
          .forEach(CompletableFuture::join);
      // the last connection lasts, so what was sent over it is heard
      while (heard.stream().filter(text -> text.endsWith("end")).count() < 4) {
        Thread.onSpinWait();
      }
      assertThat(connections.unsent()).isEmpty();
      connections.stop();
      loop.join();
    }
    for (int sender = 0; sender < 4; sender++) {
      String prefix = sender + " ";
      List<String> of = heard.stream().filter(text -> text.startsWith(prefix)).toList();
      assertThat(of).doesNotHaveDuplicates().isSorted().endsWith(prefix + "end");
    }
  }

  private static void sendUntilTheLast(ScriptedServer server, Connections connections, int sender) {
    int sent = 0;
    while (server.requests().size() <= 10) {
      if (connections.trySend(Message.text(sender + " " + (1_000_000 + sent)))) {
        sent++;
      }
      Thread.onSpinWait();
    }
    while (!connections.trySend(Message.text(sender + " end"))) {
      Thread.onSpinWait();
    }
  }

  private static void listen(
      RawPeer client, String request, ConcurrentLinkedQueue<String> heard, int most) {
    client.send(acceptance(request));
    String text = OfflineQueueTest.readText(client);
    for (int i = 1; i < most && !text.equals(OfflineQueueTest.CLOSE); i++) {
      heard.add(text);
      text = OfflineQueueTest.readText(client);
    }
  }
}
