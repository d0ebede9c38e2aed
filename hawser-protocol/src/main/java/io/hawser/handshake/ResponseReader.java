package io.hawser.handshake;

import io.hawser.error.InvalidMessageException;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an opening handshake, strictly and incrementally (RFC 9112): the head, and of
 * a refusal the first 4 KiB of its body.
 *
 * <p>Limits as {@link RequestReader}'s. Interim answers (1xx) other than 101 are passed over. Not
 * safe for several threads at once.
 */
public final class ResponseReader {
  /** How far an answer has been read. */
  public sealed interface Progress {
    /** All bytes were taken, and more are needed. */
    record More() implements Progress {}

    /**
     * The answer is complete, or as much of it as is wanted; what follows was left in the buffer.
     */
    record Done(Response response) implements Progress {}
  }

  private static final Progress MORE = new Progress.More();
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_INTERIM = 16;
  private static final byte[] NO_BODY = {};

  private final boolean toConnect;
  private HeadReader head = new HeadReader("status line");
  private int headBytes;
  private int interim;
  private boolean empty = true;
  private @Nullable StatusLine line;
  private @Nullable Refused refused;
  private @Nullable Response done;

  /** A refusal whose body is being read. */
  private record Refused(StatusLine line, HeadReader head, BodyReader body) {
    Response response() {
      return new Response(line.status(), line.reason(), head.headers(), body.body());
    }
  }

  /** Makes a reader of one answer. */
  public ResponseReader() {
    this(false);
  }

  private ResponseReader(boolean toConnect) {
    this.toConnect = toConnect;
  }

  /**
   * Returns a reader of a proxy's answer to {@code CONNECT}: behind any 2xx the server speaks,
   * whatever its headers say of a body (RFC 9110, 9.3.6).
   */
  static ResponseReader ofConnect() {
    return new ResponseReader(true);
  }

  /**
   * Takes bytes up to the end of the answer. Once it is known, takes none and returns it again.
   *
   * @param in heap or direct; its position moves behind the bytes that were taken
   * @throws InvalidMessageException if the bytes are no answer in HTTP/1; the reader must not be
   *     used any more
   */
  public Progress read(ByteBuffer in) {
    try {
      while (done == null && in.hasRemaining()) {
        empty = false;
        accept(in.get());
      }
    } catch (HeadFault fault) {
      throw new InvalidMessageException(fault.rule(), null);
    }
    return done == null ? MORE : new Progress.Done(done);
  }

  /** Whether no byte has come yet. */
  public boolean isEmpty() {
    return empty;
  }

  /**
   * Returns what there is of an answer when nothing more will come, be it by the end of the stream
   * or by a deadline: a refusal with as much of its body as was read, even if more was announced.
   *
   * @return null if the answer was cut short inside its head, or there was none
   */
  public @Nullable Response endOfStream() {
    return done == null && refused != null ? refused.response() : done;
  }

  private void accept(byte b) throws HeadFault {
    if (refused != null) {
      refused.body().accept(b);
      endBody(refused);
      return;
    }
    // junk is known by its first bytes: it may have no lines
    if (headBytes < StatusLine.PREFIX.length() && b != StatusLine.PREFIX.charAt(headBytes)) {
      throw HeadFault.notHttp("does not begin with " + StatusLine.PREFIX);
    }
    headBytes++;
    switch (head.accept(b)) {
      case NOTHING, FIELD -> {}
      case FIRST_LINE -> line = StatusLine.parse(head.firstLine());
      case HEAD -> endHead(Objects.requireNonNull(line));
    }
  }

  private void endHead(StatusLine first) throws HeadFault {
    if (first.status() == SWITCHING_PROTOCOLS) {
      if (toConnect) {
        throw HeadFault.malformed("101 in answer to CONNECT");
      }
      if (!first.version().equals("HTTP/1.1")) {
        throw HeadFault.malformed("101 in another version than HTTP/1.1");
      }
      done = new Response(first.status(), first.reason(), head.headers(), NO_BODY);
    } else if (toConnect && first.status() / 100 == 2) {
      done = new Response(first.status(), first.reason(), head.headers(), NO_BODY);
    } else if (first.status() < 200) {
      // RFC 9110, 15.2: to be expected before any answer
      if (++interim > MAX_INTERIM) {
        throw HeadFault.malformed("too many interim responses");
      }
      head = new HeadReader("status line");
      headBytes = 0;
    } else {
      refused = new Refused(first, head, BodyReader.of(first.status(), head.headers()));
      endBody(refused);
    }
  }

  private void endBody(Refused answer) {
    if (answer.body().isComplete()) {
      done = answer.response();
    }
  }
}
