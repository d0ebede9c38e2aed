package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Carrier;
import io.hawser.Queues;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.model.CloseCode;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ListenerTest {
  private static final String CLOSE_1000 = "88820000000003e8";

  /** Writes down what it is called with. */
  private static class Recorder implements WebSocketListener {
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    volatile WebSocket ws;

    @Override
    public void onOpen(WebSocket opened) throws Exception {
      ws = opened;
      calls.add("open");
    }

    @Override
    public void onMessage(WebSocket ws, Message message) throws Exception {
      calls.add(message.text());
    }

    @Override
    public void onPing(WebSocket ws, byte[] payload) {
      calls.add("ping " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void onPong(WebSocket ws, byte[] payload) {
      calls.add("pong " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
      calls.add("close " + closure.sent() + " " + closure.received() + " " + closure.initiator());
    }

    @Override
    public void onError(WebSocket ws, Throwable thrown) {
      calls.add("error " + thrown.getMessage());
    }

    String next() throws InterruptedException {
      String call = calls.poll(20, TimeUnit.SECONDS);
      assertThat(call).as("a call").isNotNull();
      return call;
    }
  }

  /** Where a listener is called. */
  enum Place {
    VIRTUAL_THREAD,
    VIRTUAL_THREAD_ON_LOOP,
    LOOP
  }

  private static WebSocketServer.Builder builder(WebSocketListener listener, Place place) {
    var builder = WebSocketServer.builder(listener).listen("127.0.0.1", 0);
    return switch (place) {
      case VIRTUAL_THREAD -> builder;
      case VIRTUAL_THREAD_ON_LOOP -> builder.carrier(OneLoop.requireCarrier(Carrier.LOOP));
      case LOOP -> builder.onLoop();
    };
  }

  @ParameterizedTest
  @EnumSource
  void isCalledWhereItIsAskedFor(Place place) throws Exception {
    var listener =
        new Recorder() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            calls.add(Thread.currentThread().isVirtual() + " " + OneLoop.carrierName());
          }
        };
    try (var server = builder(listener, place).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      client.send("where");
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next())
          .matches(
              switch (place) {
                case VIRTUAL_THREAD -> "true ForkJoinPool.*";
                case VIRTUAL_THREAD_ON_LOOP -> "true hawser-server-loop.*";
                case LOOP -> "false .*hawser-server-loop.*";
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void isCalledWithAllThatHappensInOrder(Place place) throws Exception {
    var listener = new Recorder();
    try (var server = builder(listener, place).start();
        var peer = RawPeer.open(server.port())) {
      peer.sendHex("8181" + "00000000" + "61"); // text a
      peer.sendHex("8981" + "00000000" + "62"); // ping b
      peer.sendHex("8a81" + "00000000" + "63"); // pong c
      peer.sendHex("8181" + "00000000" + "64"); // text d
      peer.sendHex(CLOSE_1000);
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next()).isEqualTo("a");
      assertThat(listener.next()).isEqualTo("ping b");
      assertThat(listener.next()).isEqualTo("pong c");
      assertThat(listener.next()).isEqualTo("d");
      assertThat(peer.readHex(3 + 4)).isEqualTo("8a0162" + "880203e8");
      assertThat(peer.readToEnd()).isEmpty();
      peer.endOutput();
      assertThat(listener.next()).isEqualTo("close 1000 1000 PEER");
    }
    assertThat(listener.calls).as("nothing after the close").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void hearsOnceThatTheNetworkFailed(Place place) throws Exception {
    var listener = new Recorder();
    try (var server = builder(listener, place).start()) {
      var peer = RawPeer.open(server.port());
      assertThat(listener.next()).isEqualTo("open");
      peer.reset();
      assertThat(listener.next()).isEqualTo("close null null NETWORK");
    }
    assertThat(listener.calls).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void mayAnswerAndClose(Place place) throws Exception {
    var listener =
        new Recorder() {
          @Override
          public void onMessage(WebSocket ws, Message message) throws Exception {
            super.onMessage(ws, message);
            ws.send("you said " + message.text());
            ws.close(4000, "enough");
          }
        };
    try (var server = builder(listener, place).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      client.send("hello");
      assertThat(client.receive().text()).isEqualTo("you said hello");
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next()).isEqualTo("hello");
      assertThat(listener.next()).startsWith("close 4000");
    }
  }

  @ParameterizedTest
  @EnumSource
  void getsWhatItAsksForAndNoMore(Place place) throws Exception {
    var listener =
        new Recorder() {
          @Override
          public long initialDemand() {
            return 0;
          }
        };
    try (var server =
            builder(listener, place).queues(Queues.defaults().withReceivedBytes(10_000)).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      assertThat(listener.next()).isEqualTo("open");
      String long1 = "1" + "x".repeat(5_000);
      String long2 = "2" + "x".repeat(50_000);
      client.send(long1);
      client.send(long2);
      client.send("3");
      listener.ws.request(1);
      assertThat(listener.next()).isEqualTo(long1);
      assertThat(listener.calls.poll(50, TimeUnit.MILLISECONDS)).isNull();
      listener.ws.request(1);
      assertThat(listener.next()).isEqualTo(long2);
      listener.ws.request(1_000_000);
      assertThat(listener.next()).isEqualTo("3");
      assertThatThrownBy(() -> listener.ws.request(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("request: 0; must be positive");
      client.close();
      assertThat(listener.next()).isEqualTo("close 1000 1000 PEER");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isToldWhatItThrew(Place place) throws Exception {
    var listener =
        new Recorder() {
          @Override
          public void onMessage(WebSocket ws, Message message) throws Exception {
            throw new Exception("cannot read " + message.text());
          }
        };
    try (var server = builder(listener, place).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      client.send("one");
      client.send("two");
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next()).isEqualTo("error cannot read one");
      assertThat(listener.next()).isEqualTo("error cannot read two");
      assertThat(client.isOpen()).as("it did not close").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatThrowsAnythingIsClosedWith1011ByDefault(Place place) {
    var listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket ws) {
            throw new AssertionError("whatever it is");
          }
        };
    try (var server = builder(listener, place).start();
        var peer = RawPeer.open(server.port())) {
      assertThat(peer.readHex(4)).isEqualTo("880203f3");
      peer.sendHex("8882" + "00000000" + "03f3");
      assertThat(peer.readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servesAClientToo(boolean onLoop) throws Exception {
    var listener = new Recorder();
    try (var server =
        WebSocketServer.serve(
            "127.0.0.1",
            0,
            ws -> {
              ws.send("welcome");
              ws.close(4001, "bye");
            })) {
      var client = WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/");
      WebSocket ws = (onLoop ? client.onLoop() : client).connect(listener);
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next()).isEqualTo("welcome");
      assertThat(listener.next()).isEqualTo("close 4001 4001 (bye) PEER");
      assertThat(ws.closure().orElseThrow().received().code()).isEqualTo(new CloseCode(4001));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOOP")
  void isCalledToTheEndThoughItInterruptsItself(Place place) throws Exception {
    var listener =
        new Recorder() {
          @Override
          public void onMessage(WebSocket ws, Message message) throws Exception {
            super.onMessage(ws, message);
            Thread.currentThread().interrupt();
          }
        };
    try (var server = builder(listener, place).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      client.send("one");
      client.send("two");
      client.close();
      assertThat(listener.next()).isEqualTo("open");
      assertThat(listener.next()).isEqualTo("one");
      assertThat(listener.next()).isEqualTo("two");
      assertThat(listener.next()).isEqualTo("close 1000 1000 PEER");
    }
  }

  @Test
  void nobodyElseReceives() throws Exception {
    var listener = new Recorder();
    try (var server = builder(listener, Place.VIRTUAL_THREAD).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      assertThat(listener.next()).isEqualTo("open");
      assertThatThrownBy(() -> listener.ws.receive())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the listener is called with its messages");
      assertThatThrownBy(() -> client.request(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void onTheLoopNothingWaits() throws Exception {
    var refused = new LinkedBlockingQueue<Throwable>();
    var listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            try {
              while (true) {
                ws.send(new byte[50_000]);
              }
            } catch (IllegalStateException e) {
              refused.add(e);
            }
            try {
              ws.ping();
            } catch (IllegalStateException e) {
              refused.add(e);
            }
          }
        };
    try (var server = builder(listener, Place.LOOP).start();
        var client = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/")) {
      client.send("go");
      assertThat(refused.poll(20, TimeUnit.SECONDS)).hasMessageContaining("use trySend");
      assertThat(refused.poll(20, TimeUnit.SECONDS)).hasMessageContaining("ping would wait");
      assertThat(client.receive(Duration.ofSeconds(20))).isPresent();
    }
  }

  @Test
  void aHandlerCannotBeCalledOnTheLoop() {
    assertThatThrownBy(() -> WebSocketServer.builder(ws -> {}).onLoop())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("onLoop for a handler; only listeners can be called there");
  }
}
