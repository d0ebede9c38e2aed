package io.hawser.handshake;

import io.hawser.model.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the start of the body of a refusal (RFC 9112, 6). It is for people to read, so whatever is
 * wrong with it ends it, and the answer stands.
 */
final class BodyReader {
  /** As much of a body is kept, in bytes. */
  static final int MAX_BYTES = 4096;

  private static final long TO_END_OF_STREAM = Long.MAX_VALUE;

  private final @Nullable Chunks chunks;
  private long remaining;
  private byte[] body = {};
  private int length;

  private BodyReader(@Nullable Chunks chunks, long remaining) {
    this.chunks = chunks;
    this.remaining = remaining;
  }

  /** Returns a reader of the body that follows a head with these headers. */
  static BodyReader of(int status, Headers headers) throws HeadFault {
    var announced = ContentLength.of(headers);
    // 6.3, number 1
    if (status == 204 || status == 304) {
      return new BodyReader(null, 0);
    }
    if (headers.contains("Transfer-Encoding")) {
      // 6.3, number 4: any other coding than chunked alone is not for us to undo
      boolean chunked =
          headers.all("Transfer-Encoding").stream().allMatch("chunked"::equalsIgnoreCase);
      return new BodyReader(chunked ? new Chunks() : null, TO_END_OF_STREAM);
    }
    return new BodyReader(null, announced.orElse(TO_END_OF_STREAM));
  }

  /** Whether no more bytes are needed. */
  boolean isComplete() {
    return remaining == 0 || length == MAX_BYTES || (chunks != null && chunks.isComplete());
  }

  /** Takes the next byte. */
  void accept(byte b) {
    remaining--;
    if (chunks != null && !chunks.isData(b)) {
      return;
    }
    if (length == body.length) {
      body = Arrays.copyOf(body, Math.min(MAX_BYTES, Math.max(256, 2 * length)));
    }
    body[length++] = b;
  }

  /** What was read. */
  byte[] body() {
    return Arrays.copyOf(body, length);
  }
}
