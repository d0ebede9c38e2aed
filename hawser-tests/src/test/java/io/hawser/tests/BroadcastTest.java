package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Queues;
import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Message;
import io.hawser.server.Broadcast;
import io.hawser.server.Topics;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BroadcastTest {
  private static final String LONG = "many words, ".repeat(100);

  @AutoClose
  private final WebSocketServer server =
      WebSocketServer.builder(WebSocket::receive)
          .listen("127.0.0.1", 0)
          .compression(DeflateSettings.forServers().withServerContextTakeover(true))
          .queues(Queues.defaults().withMostBytes(256 * 1024))
          .start();

  private final List<WebSocket> clients = new ArrayList<>();

  private WebSocketClient.Builder client() {
    return WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/");
  }

  private void connect(WebSocketClient.Builder client) {
    clients.add(client.connect());
    while (server.connections().size() < clients.size()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void reachesEverybodyHoweverTheyCompress() {
    connect(client());
    connect(client());
    connect(client().compression(DeflateSettings.forClients()));
    connect(client().compression(DeflateSettings.forClients()));
    connect(client().compression(DeflateSettings.forClients().withServerMaxWindowBits(9)));
    connect(client().compression(DeflateSettings.forServers()));
    for (int round = 0; round < 5; round++) {
      // messages of one's own between them, which refer to earlier ones
      for (WebSocket ws : server.connections()) {
        ws.send(LONG + round);
      }
      assertThat(Broadcast.of(LONG + LONG + round).to(server.connections()))
          .isEqualTo(new Broadcast.Result(6, List.of(), List.of()));
      Broadcast.of(Message.binary(new byte[] {1}))
          .withOptions(SendOptions.defaults().withCompression(true))
          .to(server.connections());
      for (WebSocket client : clients) {
        assertThat(client.receive().text()).isEqualTo(LONG + round);
        assertThat(client.receive().text()).isEqualTo(LONG + LONG + round);
        assertThat(client.receive().bytes()).containsExactly(1);
      }
    }
    clients.forEach(WebSocket::close);
  }

  @Test
  void neverWaitsForAPeerThatDoesNotReadAndSaysWhomItSkipped() {
    connect(client());
    Message big = Message.binary(new byte[100_000]);
    try (var deaf = RawPeer.open(server.port())) {
      while (server.connections().size() < 2) {
        Thread.onSpinWait();
      }
      Broadcast.Result result = null;
      for (int i = 0; i < 1000; i++) {
        result =
            Broadcast.of(big).withSlowConsumer(SlowConsumer.dropNewest()).to(server.connections());
        assertThat(clients.get(0).receive().size()).isEqualTo(big.size());
      }
      assertThat(result.queued()).isEqualTo(1);
      assertThat(result.skipped()).hasSize(1).allMatch(ws -> ws.droppedMessages() > 0);
    }
    clients.get(0).close();
  }

  @Test
  void keepsItsPlaceAmongOtherMessagesThoughSocketsAreFull() {
    int rounds = 1500;
    int bytes = 5000;
    try (var loop =
        WebSocketServer.builder(new ToAll(rounds, "x".repeat(bytes)))
            .onLoop()
            .threads(1)
            .queues(Queues.defaults().withMostBytes(64 << 20))
            .listen("127.0.0.1", 0)
            .start()) {
      String uri = "ws://127.0.0.1:" + loop.port() + "/";
      try (var one = WebSocketClient.connect(uri);
          var other = WebSocketClient.connect(uri)) {
        other.send("ready");
        assertThat(other.receive().text()).isEqualTo("ready");
        one.send("go");
        for (WebSocket client : List.of(one, other)) {
          for (int round = 0; round < rounds; round++) {
            assertThat(client.receive().text()).startsWith(round + "a").hasSizeGreaterThan(bytes);
            assertThat(client.receive().text()).isEqualTo(round + "b");
            if (client.equals(one)) {
              assertThat(client.receive().text()).isEqualTo(round + "c");
            }
          }
        }
      }
    }
  }

  /** Sends much to all, on the loop, and a little more to whoever has asked for it. */
  private record ToAll(int rounds, String filler, Set<WebSocket> all) implements WebSocketListener {
    ToAll(int rounds, String filler) {
      this(rounds, filler, ConcurrentHashMap.newKeySet());
    }

    @Override
    public void onOpen(WebSocket ws) {
      all.add(ws);
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      if (message.text().equals("ready")) {
        assertThat(ws.trySend(message)).isTrue();
        return;
      }
      for (int round = 0; round < rounds; round++) {
        Broadcast.of(round + "a" + filler).to(all);
        Broadcast.of(round + "b").to(all);
        assertThat(ws.trySend(Message.text(round + "c"))).isTrue();
      }
    }
  }

  @Test
  void saysWhoHasClosed() {
    try (var pair = ConnectionPair.open()) {
      pair.client().close();
      assertThat(Broadcast.of("late").to(List.of(pair.client())))
          .isEqualTo(new Broadcast.Result(0, List.of(), List.of(pair.client())));
    }
  }

  @Test
  void tellsOfEachOfManyInTheirOrder() {
    List<ConnectionPair> pairs = new ArrayList<>();
    List<WebSocket> closed = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ConnectionPair pair = ConnectionPair.open();
      pairs.add(pair);
      if (i % 3 == 0) {
        pair.server().close();
        closed.add(pair.server());
      }
    }
    for (int many : new int[] {0, 1, 15, 16, 17, 32, 40}) {
      List<ConnectionPair> some = pairs.subList(0, many);
      List<WebSocket> to = some.stream().map(ConnectionPair::server).toList();
      List<WebSocket> late = closed.stream().filter(to::contains).toList();
      assertThat(Broadcast.of("to " + many).to(to))
          .isEqualTo(new Broadcast.Result(many - late.size(), List.of(), late));
      some.stream()
          .filter(pair -> !late.contains(pair.server()))
          .forEach(pair -> assertThat(pair.client().receive().text()).isEqualTo("to " + many));
    }
    pairs.forEach(ConnectionPair::close);
  }

  @Test
  void isMaskedByAClient() {
    try (var pair = ConnectionPair.open()) {
      assertThat(Broadcast.of("masked").to(List.of(pair.client())).queued()).isEqualTo(1);
      assertThat(pair.server().receive().text()).isEqualTo("masked");
    }
  }

  @Test
  void refusesToWait() {
    assertThatThrownBy(
            () -> Broadcast.of("x").withSlowConsumer(SlowConsumer.block(Duration.ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slow consumer policy: block; a broadcast waits for nobody");
  }

  @Test
  void publishesToSubscribers() {
    Topics topics = Topics.inMemory();
    try (var one = ConnectionPair.open();
        var two = ConnectionPair.open()) {
      assertThat(topics.subscribe(one.server(), "news")).isTrue();
      assertThat(topics.subscribe(one.server(), "news")).isFalse();
      assertThat(topics.subscribe(two.server(), "news")).isTrue();
      assertThat(topics.subscribe(two.server(), "sport")).isTrue();
      assertThat(topics.subscribers("news")).containsExactlyInAnyOrder(one.server(), two.server());
      assertThat(topics.publish("news", "hello").queued()).isEqualTo(2);
      assertThat(one.client().receive().text()).isEqualTo("hello");
      assertThat(two.client().receive().text()).isEqualTo("hello");
      assertThat(topics.unsubscribe(two.server(), "news")).isTrue();
      assertThat(topics.unsubscribe(two.server(), "news")).isFalse();
      assertThat(topics.publish("news", "again").queued()).isEqualTo(1);
      assertThat(topics.publish("nothing", "at all").queued()).isZero();
      assertThat(topics.publish("sport", "goal").queued()).isEqualTo(1);
      assertThat(two.client().receive().text()).isEqualTo("goal");
    }
  }

  @Test
  void forgetsSubscribersThatClosed() {
    Topics topics = Topics.inMemory();
    try (var pair = ConnectionPair.open()) {
      topics.subscribe(pair.server(), "news");
      pair.cut();
      while (!topics.subscribers("news").equals(Set.of())) {
        Thread.onSpinWait();
      }
      assertThat(topics.subscribe(pair.server(), "news")).isFalse();
      assertThat(topics.subscribers("news")).isEmpty();
    }
  }
}
