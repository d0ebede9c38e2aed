package io.hawser.handshake;

import io.hawser.model.Headers;
import java.util.List;
import java.util.Set;

/**
 * Tells a request from what other protocols send first, as early as its bytes do: such a peer waits
 * for us, and no line end may ever come.
 */
final class FirstBytes {
  /** What the bytes so far are. */
  enum Verdict {
    UNDECIDED,
    /** The byte is no part of a request line, but of an empty line before it or of a TLS record. */
    SKIPPED,
    /** A request line as far as one can see; no further byte needs to be shown. */
    REQUEST
  }

  private enum State {
    START,
    EMPTY_LINE,
    TLS_RECORD,
    METHOD,
    TARGET
  }

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  /** How the target of an unknown method may begin (RFC 9112, 3.2.1, 3.2.2 and 3.2.4). */
  private static final List<String> TARGETS =
      List.of("/", "*", "http://", "https://", "ws://", "wss://");

  /** More of a method need not be remembered: no method of ours is as long. */
  private static final int REMEMBERED = 16;

  private final StringBuilder method = new StringBuilder(REMEMBERED);
  private final StringBuilder target = new StringBuilder(REMEMBERED);
  private State state = State.START;
  private boolean emptyLineSkipped;

  /** Takes the next byte of the stream. */
  Verdict accept(byte b) throws HeadFault {
    return switch (state) {
      case START -> start(b);
      case EMPTY_LINE -> emptyLine(b);
      // RFC 8446, 5.1: a handshake record; its legacy version begins with 3.
      case TLS_RECORD -> throw b == 3 ? HeadFault.tls() : HeadFault.notHttp("binary data");
      case METHOD -> method(b);
      case TARGET -> target(b);
    };
  }

  private Verdict start(byte b) throws HeadFault {
    if (b == 0x16 && !emptyLineSkipped) {
      state = State.TLS_RECORD;
      return Verdict.SKIPPED;
    }
    // RFC 9112, 2.2: an empty line before the request is ignored, one of them.
    if (b == '\r' && !emptyLineSkipped) {
      state = State.EMPTY_LINE;
      return Verdict.SKIPPED;
    }
    if (!Headers.isTokenChar((char) (b & 0xFF))) {
      boolean text = b >= ' ' || b == '\r' || b == '\n';
      throw HeadFault.notHttp(text ? "no HTTP method" : "binary data");
    }
    state = State.METHOD;
    return method(b);
  }

  private Verdict emptyLine(byte b) throws HeadFault {
    if (b != '\n') {
      throw HeadFault.notHttp("no HTTP method");
    }
    emptyLineSkipped = true;
    state = State.START;
    return Verdict.SKIPPED;
  }

  private Verdict method(byte b) throws HeadFault {
    if (b == ' ') {
      state = State.TARGET;
      return METHODS.contains(method.toString()) ? Verdict.REQUEST : Verdict.UNDECIDED;
    }
    if (!Headers.isTokenChar((char) (b & 0xFF))) {
      throw HeadFault.notHttp("no HTTP method");
    }
    if (method.length() < REMEMBERED) {
      method.append((char) b);
    }
    if (method.length() == 4 && method.indexOf("SSH-") == 0) {
      throw HeadFault.notHttp("an SSH banner");
    }
    return Verdict.UNDECIDED;
  }

  private Verdict target(byte b) throws HeadFault {
    if (b == ' ' && target.isEmpty()) {
      return Verdict.REQUEST; // for the grammar to complain
    }
    char c = (char) (b & 0xFF);
    target.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    var seen = target.toString();
    // RFC 9113, 3.4: PRI is a method for this purpose only.
    if (seen.equals("*") && method.toString().equals("PRI")) {
      throw HeadFault.http2();
    }
    if (TARGETS.contains(seen)) {
      return Verdict.REQUEST;
    }
    if (TARGETS.stream().noneMatch(form -> form.startsWith(seen))) {
      throw HeadFault.notHttp("no request target");
    }
    return Verdict.UNDECIDED;
  }
}
