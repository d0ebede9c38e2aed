package io.hawser.handshake;

import io.hawser.model.Request;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one request, strictly and incrementally (RFC 9112).
 *
 * <p>Limits, in bytes with line ends: 8,192 for a line, 16,384 for all header lines; 128 headers.
 * No more memory is held than that, and none is taken before bytes have come. Where several rules
 * are broken, the first byte that breaks one decides. Not safe for several threads at once.
 */
public final class RequestReader {
  /** How far a head has been read. */
  public sealed interface Progress {
    /** All bytes were taken, and more are needed. */
    record More() implements Progress {}

    /** The head is complete; what follows it was left in the buffer. */
    record Head(Request request) implements Progress {}

    /** The bytes are no request that we take. */
    record Refused(Refusal refusal) implements Progress {}
  }

  private static final Progress MORE = new Progress.More();

  private final FirstBytes firstBytes = new FirstBytes();
  private final HeadReader head = new HeadReader("request line");
  private boolean empty = true;
  private boolean isRequest;
  private @Nullable RequestLine line;
  private @Nullable Progress outcome;

  /** Makes a reader of one head. */
  public RequestReader() {}

  /**
   * Takes bytes up to the end of the head, or to the first that breaks a rule. Once the outcome is
   * known, takes none and returns it again.
   *
   * @param in heap or direct; its position moves behind the bytes that were taken
   */
  public Progress read(ByteBuffer in) {
    try {
      while (outcome == null && in.hasRemaining()) {
        empty = false;
        accept(in.get());
      }
    } catch (HeadFault fault) {
      outcome = new Progress.Refused(fault.refusal());
    }
    return outcome == null ? MORE : outcome;
  }

  /** Whether no byte has come yet. */
  public boolean isEmpty() {
    return empty;
  }

  /** The request as far as it was read; null if not even its first line was. */
  public @Nullable Request partial() {
    return line == null ? null : request(line);
  }

  private Request request(RequestLine first) {
    return new Request(first.method(), first.target(), first.version(), head.headers());
  }

  private void accept(byte b) throws HeadFault {
    if (!isRequest) {
      var verdict = firstBytes.accept(b);
      if (verdict == FirstBytes.Verdict.SKIPPED) {
        return;
      }
      isRequest = verdict == FirstBytes.Verdict.REQUEST;
    }
    switch (head.accept(b)) {
      case NOTHING, FIELD -> {}
      case FIRST_LINE -> line = RequestLine.parse(head.firstLine());
      case HEAD -> {
        var request = request(Objects.requireNonNull(line));
        ContentLength.of(request.headers());
        outcome = new Progress.Head(request);
      }
    }
  }
}
