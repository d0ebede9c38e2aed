package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Closure.Initiator;
import io.hawser.model.Message;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both an in-memory pair and real sockets do: one suite for all of them. */
@Timeout(30)
class EchoTest {
  private static final int BIG = 16 * 1024 * 1024;

  @TempDir Path folder;

  /** A way for a client and an echoing server to reach each other. */
  enum Link {
    MEMORY,
    MEMORY_COMPRESSED,
    TCP,
    TCP_COMPRESSED,
    UNIX,
    TLS
  }

  @FunctionalInterface
  interface Body {
    void run(WebSocket client) throws Exception;
  }

  private void over(Link link, Body body) throws Exception {
    switch (link) {
      case MEMORY, MEMORY_COMPRESSED -> {
        var builder = ConnectionPair.builder().limits(limits());
        if (link == Link.MEMORY_COMPRESSED) {
          builder.compression(DeflateSettings.forClients());
        }
        try (var pair = builder.open()) {
          Thread.ofVirtual().start(() -> echo(pair.server()));
          body.run(pair.client());
        }
      }
      case TCP, TCP_COMPRESSED, UNIX, TLS -> {
        Path socket = folder.resolve("s");
        var builder = WebSocketServer.builder(EchoTest::echo).limits(limits());
        if (link == Link.UNIX) {
          builder.listenUnix(socket);
        } else {
          builder.listen("127.0.0.1", 0);
        }
        if (link == Link.TCP_COMPRESSED) {
          builder.compression(DeflateSettings.forServers());
        }
        if (link == Link.TLS) {
          builder.tls(TestCertificates.serverContext());
        }
        try (var server = builder.start()) {
          String scheme = link == Link.TLS ? "wss" : "ws";
          int port = link == Link.UNIX ? 80 : server.port();
          var client =
              WebSocketClient.builder(scheme + "://localhost:" + port + "/").limits(limits());
          if (link == Link.UNIX) {
            client.unixSocket(socket);
          }
          if (link == Link.TCP_COMPRESSED) {
            client.compression(DeflateSettings.forClients());
          }
          if (link == Link.TLS) {
            client.tls(TestCertificates.clientContext());
          }
          try (var ws = client.connect()) {
            body.run(ws);
          }
        }
      }
    }
  }

  private static Limits limits() {
    return Limits.defaults().withMaxMessageBytes(BIG);
  }

  private static void echo(WebSocket ws) {
    for (var message : ws) {
      ws.send(message);
    }
    ws.close();
  }

  @ParameterizedTest
  @EnumSource
  void textComesBack(Link link) throws Exception {
    over(
        link,
        ws -> {
          ws.send("hello, κόσμε 🌍");
          assertThat(ws.receive().text()).isEqualTo("hello, κόσμε 🌍");
          ws.send("");
          assertThat(ws.receive().text()).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void binaryOfEverySizeClassComesBack(Link link) throws Exception {
    var random = new Random(42);
    over(
        link,
        ws -> {
          for (int size : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 100_000, BIG}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            ws.send(bytes);
            assertThat(ws.receive()).isInstanceOf(Message.Binary.class);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void binaryComesBackUnchanged(Link link) throws Exception {
    byte[] bytes = new byte[1_000_003];
    new Random(7).nextBytes(bytes);
    over(
        link,
        ws -> {
          ws.send(bytes);
          assertThat(ws.receive().bytes()).isEqualTo(bytes);
        });
  }

  @ParameterizedTest
  @EnumSource
  void manyMessagesKeepTheirOrder(Link link) throws Exception {
    over(
        link,
        ws -> {
          var sender =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        for (int i = 0; i < 5_000; i++) {
                          ws.send("message " + i);
                        }
                      });
          for (int i = 0; i < 5_000; i++) {
            assertThat(ws.receive().text()).isEqualTo("message " + i);
          }
          sender.join();
        });
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfManyThreadsStayWhole(Link link) throws Exception {
    over(
        link,
        ws -> {
          List<Thread> senders = new ArrayList<>();
          for (int t = 0; t < 10; t++) {
            String text = String.valueOf((char) ('a' + t)).repeat(1 + 3_000 * t);
            senders.add(
                Thread.ofVirtual()
                    .start(
                        () -> {
                          for (int i = 0; i < 20; i++) {
                            ws.send(text);
                          }
                        }));
          }
          for (int i = 0; i < 200; i++) {
            String text = ws.receive().text();
            assertThat(text.chars().distinct().count()).isEqualTo(1);
            assertThat(text).hasSize(1 + 3_000 * (text.charAt(0) - 'a'));
          }
          for (Thread sender : senders) {
            sender.join();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void pingMeasuresTheRoundTrip(Link link) throws Exception {
    over(link, ws -> assertThat(ws.ping()).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @ParameterizedTest
  @EnumSource
  void closeIsCleanAndKnownToBothCalls(Link link) throws Exception {
    over(
        link,
        ws -> {
          ws.close(1000, "done");
          ws.close(1001, "again");
          assertThat(ws.isOpen()).isFalse();
          var closure = ws.closure().orElseThrow();
          assertThat(closure.sent()).hasToString("1000 (done)");
          assertThat(closure.received()).hasToString("1000");
          assertThat(closure.initiator()).isEqualTo(Initiator.LOCAL);
          assertThat(closure.isClean()).isTrue();
          assertThatThrownBy(() -> ws.send("late"))
              .isInstanceOfSatisfying(
                  ConnectionClosedException.class, e -> assertThat(e.isClean()).isTrue());
          assertThatThrownBy(ws::receive).isInstanceOf(ConnectionClosedException.class);
          assertThatThrownBy(ws::ping).isInstanceOf(ConnectionClosedException.class);
        });
  }

  @ParameterizedTest
  @EnumSource
  void messagesSentBeforeCloseStillGoOut(Link link) throws Exception {
    over(
        link,
        ws -> {
          // few enough that echoes nobody receives fill no buffer
          for (int i = 0; i < 10; i++) {
            ws.send("x".repeat(1_000));
          }
          ws.close(4321, "");
          assertThat(ws.closure().orElseThrow().received()).hasToString("4321");
        });
  }

  @Test
  void receiveWithATimeoutReturnsEmptyWhenNothingCame() throws Exception {
    over(
        Link.MEMORY,
        ws -> {
          assertThat(ws.receive(Duration.ofMillis(1))).isEmpty();
          ws.send("a");
          assertThat(ws.receive(Duration.ofSeconds(10)).orElseThrow().text()).isEqualTo("a");
        });
  }
}
