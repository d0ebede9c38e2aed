package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateSettings;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any bytes and any settings; the seed is printed. */
class HandshakePropertiesTest {
  private static final String ANSWER =
      """
      HTTP/1.1 101 Switching Protocols
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Accept: %s
      Sec-WebSocket-Protocol: b
      Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits="10"

      """
          .formatted(Heads.ACCEPT)
          .replace("\n", "\r\n");

  private static final String REFUSAL =
      """
      HTTP/1.1 503 Service Unavailable
      Transfer-Encoding: chunked

      5;x=y
      Hello
      0

      """
          .replace("\n", "\r\n");

  private static final String REQUEST =
      """
      GET /chat HTTP/1.1
      Host: example.com
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      Origin: https://example.com
      Sec-WebSocket-Protocol: c, b
      Sec-WebSocket-Extensions: foo; a="b", permessage-deflate

      """
          .replace("\n", "\r\n");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  HandshakePropertiesTest() {
    System.out.println("seed of handshakes: " + seed);
  }

  @Test
  void randomBytesRaiseNothing() {
    for (int i = 0; i < 2_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      Strangers.callServer(bytes, 1 + random.nextInt(8));
      Strangers.answerClient(bytes, 1 + random.nextInt(8));
    }
  }

  @Test
  void almostValidHeadsRaiseNothing() {
    for (int i = 0; i < 1_000; i++) {
      Strangers.callServer(mutated(REQUEST), 1 + random.nextInt(300));
      Strangers.answerClient(mutated(ANSWER), 1 + random.nextInt(200));
      Strangers.answerClient(mutated(REFUSAL), 1 + random.nextInt(100));
    }
  }

  @Test
  void almostValidUrisRaiseNothing() {
    for (int i = 0; i < 2_000; i++) {
      var bytes = mutated("wss://us:p%40@[::1%25e]b.\u00e4:81/a%C3?[\u00fc]#");
      Strangers.connectTo(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void readsWhatItWrites() {
    for (int i = 0; i < 1_000; i++) {
      var headers = Headers.builder();
      for (int fields = random.nextInt(10); fields > 0; fields--) {
        headers.add(text("abc-!~", 1), text("ab \t:,\u00ff\u0085", 0));
      }
      var request =
          new Request(text("GETab!", 1), "/" + text("a/?%", 0), "HTTP/1.1", headers.build());
      var progress = new RequestReader().read(ByteBuffer.wrap(HeadWriter.request(request)));

      assertThat(progress).as("seed %d", seed).isEqualTo(new RequestReader.Progress.Head(request));
    }
  }

  @Test
  void endpointsAgreeWhateverTheirSettings() {
    for (int i = 0; i < 2_000; i++) {
      var key = new byte[16];
      random.nextBytes(key);
      var client =
          ClientRules.builder(WebSocketUri.parse("ws://example.com/"))
              .subprotocols(subprotocols())
              .deflate(deflate())
              .build(key);
      var server = ServerRules.builder().subprotocols(subprotocols()).deflate(deflate()).build();

      var request = client.request();
      var judgement = (Judgement.Accepted) server.judgeUpgrade(request);
      var answer = server.finish(request, server.answer(request, judgement.agreement()), "now");

      assertThat(client.judge(answer)).as("seed %d", seed).isEqualTo(judgement.agreement());
    }
  }

  private List<String> subprotocols() {
    var names = new ArrayList<>(List.of("a", "b", "c"));
    Collections.shuffle(names, random);
    return names.subList(0, random.nextInt(4));
  }

  private DeflateSettings deflate() {
    return random.nextInt(4) == 0
        ? null
        : DeflateSettings.forClients()
            .withServerContextTakeover(random.nextBoolean())
            .withClientContextTakeover(random.nextBoolean())
            .withServerMaxWindowBits(8 + random.nextInt(8))
            .withClientMaxWindowBits(8 + random.nextInt(8));
  }

  private String text(String alphabet, int least) {
    var text = new StringBuilder();
    for (int length = least + random.nextInt(8); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** A few bytes changed, left out or put in twice. */
  private byte[] mutated(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) " \t\r\n:;,\"\\=/@%0".charAt(random.nextInt(14));
        case 2 ->
            bytes =
                concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
        default ->
            bytes =
                concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
      }
    }
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
