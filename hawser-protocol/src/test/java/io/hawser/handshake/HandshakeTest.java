package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The handshake of RFC 6455 from one end to the other, over its bytes. */
class HandshakeTest {
  private static final byte[] RANDOM = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

  @Test
  void endpointsAgree() {
    var client =
        ClientRules.builder(WebSocketUri.parse("wss://user:secret@example.com/chat?room=1"))
            .subprotocols(List.of("a", "b"))
            .deflate(DeflateSettings.forClients())
            .build(RANDOM);
    var server =
        ServerRules.builder()
            .subprotocols(List.of("b", "a"))
            .deflate(DeflateSettings.forServers())
            .serverHeader("test")
            .build();

    var request = request(HeadWriter.request(client.request()));

    assertThat(server.judgeHead(request)).isNull();
    var agreement = accepted(server.judgeUpgrade(request));
    var answer = server.finish(request, server.answer(request, agreement), "now");
    assertThat(client.judge(response(HeadWriter.response(answer)))).isEqualTo(agreement);
    assertThat(agreement).isEqualTo(new Agreement("b", new DeflateParameters(true, true, 15, 15)));
  }

  private static Request request(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var progress = new RequestReader().read(in);
    assertThat(progress).isInstanceOf(RequestReader.Progress.Head.class);
    assertThat(in.hasRemaining()).isFalse();
    return ((RequestReader.Progress.Head) progress).request();
  }

  private static Response response(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var progress = new ResponseReader().read(in);
    assertThat(progress).isInstanceOf(ResponseReader.Progress.Done.class);
    assertThat(in.hasRemaining()).isFalse();
    return ((ResponseReader.Progress.Done) progress).response();
  }

  private static Agreement accepted(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Accepted.class);
    return ((Judgement.Accepted) judgement).agreement();
  }
}
