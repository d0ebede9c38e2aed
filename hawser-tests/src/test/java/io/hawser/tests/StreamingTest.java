package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.SendOptions;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.MessageTooBigException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in fragments, in and out. */
@Timeout(120)
class StreamingTest {
  private static final int LARGE_BYTES = 64 << 20;

  private static CompletableFuture<Void> async(Runnable task) {
    return CompletableFuture.runAsync(task, work -> Thread.ofVirtual().start(work));
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Piece {@code number} of a large message: never the same twice, and compressible. */
  private static byte[] piece(int number) {
    byte[] bytes = new byte[65_536];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number + i / 16);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMessageLargerThanAnyLimitPassesThrough(boolean compressed) throws Exception {
    var sums = new LinkedBlockingQueue<Long>();
    var builder =
        WebSocketServer.builder(
                ws -> {
                  var crc = new CRC32();
                  try (InputStream in = ws.receiveStream().inputStream()) {
                    byte[] buffer = new byte[10_000];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                      crc.update(buffer, 0, n);
                    }
                  }
                  sums.add(crc.getValue());
                  ws.send("next: " + ws.receive().text());
                })
            .listen("127.0.0.1", 0)
            .streamMessages();
    if (compressed) {
      builder.compression(DeflateSettings.forServers());
    }
    try (var server = builder.start()) {
      var client = WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/");
      if (compressed) {
        client.compression(DeflateSettings.forClients());
      }
      try (var ws = client.connect()) {
        var crc = new CRC32();
        try (OutputStream out = ws.beginBinary()) {
          for (int i = 0; i < LARGE_BYTES / 65_536; i++) {
            byte[] bytes = piece(i);
            crc.update(bytes);
            out.write(bytes);
          }
        }
        ws.send("hello");
        assertThat(sums.poll(60, TimeUnit.SECONDS)).isEqualTo(crc.getValue());
        assertThat(ws.receive().text()).isEqualTo("next: hello");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfOthersWaitForTheEndAndPingsDoNot(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      var out = pair.client().beginText();
      out.write("one ");
      out.flush();
      pair.client().send("meanwhile");
      var second =
          async(
              () -> {
                try (var other = pair.client().beginText()) {
                  other.write("second");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(pair.client().ping()).isNotNull();
      assertThat(pair.server().receive(Duration.ofMillis(50))).isEmpty();
      out.write("message");
      out.close();
      assertThat(pair.server().receive().text()).isEqualTo("one message");
      assertThat(List.of(pair.server().receive().text(), pair.server().receive().text()))
          .containsExactlyInAnyOrder("meanwhile", "second");
      join(second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamIsNotHeldUpByWhatWaitsForItsEnd(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      var out = pair.client().beginBinary(SendOptions.defaults());
      while (pair.client().trySend(Message.binary(new byte[10_000]), Duration.ZERO)) {}
      var rest =
          async(
              () -> {
                try (out) {
                  out.write(new byte[300_000]);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(pair.server().receive().size()).isEqualTo(300_000);
      join(rest);
      assertThat(pair.server().receive().size()).isEqualTo(10_000);
    }
  }

  @Test
  void fragmentsComeFromAnIterator() {
    try (var server =
            WebSocketServer.serve(
                "127.0.0.1",
                0,
                ws -> ws.sendFragments(List.of(Message.text("a"), Message.text("b")).iterator()));
        var peer = RawPeer.open(server.port())) {
      assertThat(peer.readHex(6)).isEqualTo("010161" + "800162");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIteratorThatFailsClosesTheConnection(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      var fragments =
          new Iterator<Message>() {
            private int made;

            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Message next() {
              if (made++ == 1) {
                throw new IllegalStateException("no more");
              }
              return Message.text("half");
            }
          };
      assertThatThrownBy(() -> pair.client().sendFragments(fragments)).hasMessage("no more");
      assertThatThrownBy(pair.server()::receive)
          .isInstanceOfSatisfying(
              ConnectionClosedException.class, e -> assertThat(e.received()).hasToString("1011"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fragmentsOfTwoKindsAreRefused(BothEnds.Way way) throws Exception {
    try (var pair = BothEnds.open(way)) {
      assertThatThrownBy(
              () ->
                  pair.client()
                      .sendFragments(
                          List.of(Message.text("a"), Message.binary(new byte[1])).iterator()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("fragments: text and binary; a message is of one kind");
    }
    try (var pair = BothEnds.open(way)) {
      assertThatThrownBy(() -> pair.client().sendFragments(List.<Message>of().iterator()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(pair.client().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"MEMORY, false", "MEMORY, true", "TCP, false", "TCP, true"})
  void aMessageIsReadAsAStreamHoweverItCame(BothEnds.Way way, boolean streams) throws Exception {
    try (var pair = BothEnds.open(way, streams)) {
      pair.client().sendFragments(List.of(Message.text("ab"), Message.text("cd")).iterator());
      pair.client().send("skipped");
      pair.client().sendFragments(List.of(Message.text("x"), Message.text("y")).iterator());
      pair.client().send("last");
      try (var message = pair.server().receiveStream()) {
        assertThat(message.isText()).isTrue();
        var text = new StringWriter();
        message.reader().transferTo(text);
        assertThat(text).hasToString("abcd");
      }
      try (var message = pair.server().receiveStream()) {
        assertThat(message.isText()).isTrue();
      }
      var open = pair.server().receiveStream();
      if (streams) {
        assertThatThrownBy(pair.server()::receive)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("inside a message that is being read");
      }
      open.close();
      assertThat(pair.server().receive().text()).isEqualTo("last");
    }
  }

  @Test
  void wholeMessagesAreStillToBeHad() {
    try (var pair =
        ConnectionPair.builder()
            .limits(Limits.defaults().withMaxMessageBytes(100_000))
            .streamMessages()
            .open()) {
      pair.client().sendFragments(List.of(Message.text("ä"), Message.text("ö")).iterator());
      assertThat(pair.server().receive().text()).isEqualTo("äö");
      pair.client().send(new byte[100_000]);
      assertThat(pair.server().receive().size()).isEqualTo(100_000);
      async(() -> pair.client().send(new byte[100_001]));
      assertThatThrownBy(pair.server()::receive)
          .isInstanceOf(ConnectionClosedException.class)
          .hasCauseInstanceOf(MessageTooBigException.class);
    }
  }

  @Test
  void aListenerGetsFragments() throws Exception {
    var pieces = new LinkedBlockingQueue<Fragment>();
    var listener =
        new WebSocketListener() {
          @Override
          public void onFragment(WebSocket ws, Fragment fragment) {
            pieces.add(fragment);
          }
        };
    for (boolean onLoop : new boolean[] {false, true}) {
      var builder = WebSocketServer.builder(listener).listen("127.0.0.1", 0).streamMessages();
      try (var server = (onLoop ? builder.onLoop() : builder).start();
          var peer = RawPeer.open(server.port())) {
        peer.sendHex("0181" + "00000000" + "61");
        Fragment first = pieces.poll(20, TimeUnit.SECONDS);
        assertThat(first.text()).isEqualTo("a");
        assertThat(first.first()).isTrue();
        peer.sendHex("8081" + "00000000" + "62");
        Fragment last = pieces.poll(20, TimeUnit.SECONDS);
        assertThat(last.text()).isEqualTo("b");
        assertThat(last.last()).isTrue();
      }
    }
  }

  @Test
  void aBombIsExpandedOnlyAsFastAsItIsRead() throws Exception {
    var opened = new CompletableFuture<WebSocket>();
    var go = new CompletableFuture<Void>();
    var size = new CompletableFuture<Long>();
    try (var server =
            WebSocketServer.builder(
                    ws -> {
                      opened.complete(ws);
                      join(go);
                      long bytes = 0;
                      for (Fragment fragment : ws.receiveStream()) {
                        bytes += fragment.size();
                      }
                      size.complete(bytes);
                    })
                .listen("127.0.0.1", 0)
                .streamMessages()
                .compression(DeflateSettings.forServers())
                .start();
        var client =
            WebSocketClient.builder("ws://127.0.0.1:" + server.port() + "/")
                .compression(DeflateSettings.forClients())
                .connect()) {
      client.send(Message.binary(new byte[LARGE_BYTES]));
      join(opened);
      go.complete(null);
      assertThat(join(size)).isEqualTo(LARGE_BYTES);
    }
  }
}
