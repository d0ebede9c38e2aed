package io.hawser.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Headers;
import io.hawser.model.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Heads as a test writes them down, and as a network may cut them. */
final class Heads {
  /** The key of RFC 6455, 1.3, and what answers it. */
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  /** A handshake that every server accepts. */
  static final String VALID =
      """
      GET /chat HTTP/1.1
      Host: example.com
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  /** Longer heads are cut near their ends and at some places between, not everywhere. */
  private static final int EVERYWHERE_BYTES = 400;

  private Heads() {}

  /** What a reader made of a text, and how much of it was taken. */
  record Read(RequestReader.Progress progress, int taken, Request partial) {
    Request request() {
      assertThat(progress).isInstanceOf(RequestReader.Progress.Head.class);
      return ((RequestReader.Progress.Head) progress).request();
    }

    Refusal refusal() {
      assertThat(progress).isInstanceOf(RequestReader.Progress.Refused.class);
      return ((RequestReader.Progress.Refused) progress).refusal();
    }
  }

  /** Reads a text in Latin-1, cut in all ways, which must not make any difference. */
  static Read read(String text) {
    return sameAtEverySplit(text.getBytes(StandardCharsets.ISO_8859_1), Heads::read);
  }

  /** Reads the valid handshake with these names and values put in place of its own. */
  static Request valid(String... namesAndValues) {
    var request = read(VALID).request();
    var headers = request.headers().toBuilder();
    Headers.of(namesAndValues).forEach((name, value) -> headers.remove(name));
    headers.addAll(Headers.of(namesAndValues));
    return withHeaders(request, headers.build());
  }

  /** Reads the valid handshake without these headers. */
  static Request without(String... names) {
    var request = valid();
    var headers = request.headers().toBuilder();
    for (var name : names) {
      headers.remove(name);
    }
    return withHeaders(request, headers.build());
  }

  static Request withHeaders(Request request, Headers headers) {
    return new Request(request.method(), request.target(), request.version(), headers);
  }

  static Request withLine(Request request, String method, String target, String version) {
    return new Request(method, target, version, request.headers());
  }

  /** Calls {@code read} with the bytes in one piece, in two cut anywhere, and one by one. */
  static <T> T sameAtEverySplit(byte[] bytes, Function<List<ByteBuffer>, T> read) {
    var whole = read.apply(List.of(ByteBuffer.wrap(bytes)));
    assertThat(read.apply(List.of(direct(bytes, 0, bytes.length)))).isEqualTo(whole);
    for (int at : places(bytes.length)) {
      var pieces = List.of(direct(bytes, 0, at), ByteBuffer.wrap(bytes, at, bytes.length - at));
      assertThat(read.apply(pieces)).as("cut at %d", at).isEqualTo(whole);
    }
    var single = new ArrayList<ByteBuffer>();
    for (int at = 0; at < bytes.length; at++) {
      single.add(ByteBuffer.wrap(bytes, at, 1).asReadOnlyBuffer());
    }
    assertThat(read.apply(single)).as("byte by byte").isEqualTo(whole);
    return whole;
  }

  private static Read read(List<ByteBuffer> pieces) {
    var reader = new RequestReader();
    RequestReader.Progress progress = new RequestReader.Progress.More();
    int taken = 0;
    boolean some = false;
    for (var piece : pieces) {
      int before = piece.remaining();
      assertThat(reader.isEmpty()).isEqualTo(!some);
      some |= before > 0;
      progress = reader.read(piece);
      taken += before - piece.remaining();
    }
    return new Read(progress, taken, reader.partial());
  }

  private static ByteBuffer direct(byte[] bytes, int start, int end) {
    return ByteBuffer.allocateDirect(end - start).put(bytes, start, end - start).flip();
  }

  private static Iterable<Integer> places(int length) {
    var places = new TreeSet<Integer>();
    for (int at = 1; at < length; at++) {
      boolean nearAnEnd = at < 40 || at > length - 12;
      if (length <= EVERYWHERE_BYTES || nearAnEnd || at % (length / 16) == 1) {
        places.add(at);
      }
    }
    return places;
  }
}
