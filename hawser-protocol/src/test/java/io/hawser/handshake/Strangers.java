package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidMessageException;
import io.hawser.error.InvalidUriException;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.RequestReader.Progress;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What must hold whatever bytes a stranger sends: for property tests and fuzzing. */
final class Strangers {
  private static final ServerRules SERVER =
      ServerRules.builder()
          .subprotocols(List.of("a", "b"))
          .requireSubprotocol()
          .allowedHosts(List.of("example.com"))
          .deflate(DeflateSettings.forServers())
          .serverHeader("test")
          .build();

  private static final ClientRules CLIENT =
      ClientRules.builder(WebSocketUri.parse("ws://example.com/"))
          .subprotocols(List.of("a", "b"))
          .deflate(DeflateSettings.forClients())
          .build("the sample nonce".getBytes(StandardCharsets.US_ASCII));

  private Strangers() {}

  /** A server refuses the bytes, or opens a connection, or wants more; it throws nothing. */
  static void callServer(byte[] bytes, int pieceBytes) {
    var whole = new RequestReader();
    var progress = whole.read(ByteBuffer.wrap(bytes));
    var inPieces = new RequestReader();
    assertThat(readPieces(inPieces, bytes, pieceBytes)).isEqualTo(progress);
    assertThat(inPieces.partial()).isEqualTo(whole.partial());
    switch (progress) {
      case Progress.More() -> {}
      case Progress.Refused(var refusal) -> isProper(refusal, whole.partial());
      case Progress.Head(var request) -> judge(request);
    }
  }

  /** A client refuses the bytes, or opens a connection, or wants more. */
  static void answerClient(byte[] bytes, int pieceBytes) {
    String whole = answer(bytes, Math.max(1, bytes.length));
    assertThat(answer(bytes, pieceBytes)).isEqualTo(whole);
  }

  /** A URI is taken apart, or refused; what is taken apart can be asked for. */
  static void connectTo(String text) {
    try {
      var uri = WebSocketUri.parse(text);
      assertThat(uri.port()).isBetween(1, 65_535);
      assertThat(Authority.parse(uri.authority())).isNotNull();
      var request = ClientRules.builder(uri).build(new byte[16]).request();
      var read = new RequestReader().read(ByteBuffer.wrap(HeadWriter.request(request)));
      // a long one is too long for our own server
      if (request.target().length() < 8000 && request.headers().toString().length() < 8000) {
        assertThat(read).isEqualTo(new Progress.Head(request));
      }
    } catch (InvalidUriException e) {
      isOneShortLine(e.getMessage(), 500);
    }
  }

  private static Progress readPieces(RequestReader reader, byte[] bytes, int pieceBytes) {
    Progress progress = reader.read(ByteBuffer.allocate(0));
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int length = Math.min(pieceBytes, bytes.length - at);
      progress = reader.read(ByteBuffer.wrap(bytes, at, length));
    }
    return progress;
  }

  private static void judge(Request request) {
    var head = SERVER.judgeHead(request);
    if (head != null) {
      isProper(head, request);
    }
    switch (SERVER.judgeUpgrade(request)) {
      case Judgement.Refused(var refusal) -> isProper(refusal, request);
      case Judgement.Accepted(var agreement) -> {
        assertThat(agreement.subprotocol()).isIn("a", "b");
        var answer = SERVER.finish(request, SERVER.answer(request, agreement), "now");
        assertThat(readWhole(HeadWriter.response(answer))).isEqualTo(answer);
      }
    }
  }

  private static void isProper(Refusal refusal, Request request) {
    isOneShortLine(refusal.detail(), 800);
    if (refusal.response() != null) {
      var body = refusal.response().text();
      assertThat(body).endsWith("\n");
      isOneShortLine(body.substring(0, body.length() - 1), 150);
      var answer = SERVER.finish(request, refusal.response(), "now");
      assertThat(answer.status()).isBetween(400, 599);
      if (request == null || !request.method().equals("HEAD")) {
        assertThat(readWhole(HeadWriter.response(answer))).isEqualTo(answer);
      } else {
        assertThat(answer.body()).isEmpty();
      }
    }
  }

  // by hand: a regular expression would cost the fuzzer most of its time
  private static void isOneShortLine(String text, int maxChars) {
    if (text.isEmpty()
        || text.length() > maxChars
        || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new AssertionError("not one short line of ASCII: " + text);
    }
  }

  private static Response readWhole(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var progress = new ResponseReader().read(in);
    assertThat(progress).isInstanceOf(ResponseReader.Progress.Done.class);
    assertThat(in.hasRemaining()).isFalse();
    return ((ResponseReader.Progress.Done) progress).response();
  }

  private static String answer(byte[] bytes, int pieceBytes) {
    var reader = new ResponseReader();
    ResponseReader.Progress progress = new ResponseReader.Progress.More();
    try {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        progress = reader.read(ByteBuffer.wrap(bytes, at, Math.min(pieceBytes, bytes.length - at)));
      }
    } catch (InvalidMessageException e) {
      return e.getMessage();
    }
    return switch (progress) {
      case ResponseReader.Progress.More() -> "more, but at the end " + reader.endOfStream();
      case ResponseReader.Progress.Done(var response) -> judge(response);
    };
  }

  private static String judge(Response response) {
    assertThat(response.body().length).isLessThanOrEqualTo(4096);
    try {
      return response + " " + CLIENT.judge(response);
    } catch (HandshakeException e) {
      isOneShortLine(e.getMessage(), 800);
      return response + " " + e.getMessage();
    }
  }
}
