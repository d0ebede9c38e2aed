package io.hawser.handshake;

/** What is wrong with the head of an HTTP message; a way out of a parser, so without a trace. */
final class HeadFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final int status;
  private final String rule;

  private HeadFault(FailureKind kind, int status, String rule) {
    super(rule, null, false, false);
    this.kind = kind;
    this.status = status;
    this.rule = rule;
  }

  static HeadFault malformed(String rule) {
    return new HeadFault(FailureKind.MALFORMED, 400, rule);
  }

  static HeadFault tooLarge(int status, String rule) {
    return new HeadFault(FailureKind.TOO_LARGE, status, rule);
  }

  static HeadFault notHttp(String rule) {
    return new HeadFault(FailureKind.NOT_HTTP, 400, rule);
  }

  static HeadFault tls() {
    return new HeadFault(FailureKind.TLS_ON_PLAIN_PORT, 0, "a TLS ClientHello on a plain port");
  }

  static HeadFault http2() {
    return new HeadFault(FailureKind.HTTP_VERSION, 505, "the connection preface of HTTP/2");
  }

  /** What a server makes of the fault. */
  Refusal refusal() {
    return switch (kind) {
      case TLS_ON_PLAIN_PORT -> Refusal.unanswered(kind, rule, null);
      case HTTP_VERSION ->
          Refusal.answered(kind, status, "HTTP/2 is not served here: use HTTP/1.1.", rule, null);
      case NOT_HTTP ->
          Refusal.answered(
              kind, status, "This is a WebSocket server: expected HTTP/1.1.", rule, null);
      case TOO_LARGE ->
          Refusal.answered(kind, status, "The request is too large: " + rule + ".", rule, null);
      default ->
          Refusal.answered(
              kind, status, "The request breaks the grammar of HTTP: " + rule + ".", rule, null);
    };
  }

  /** The rule that was broken, in our own words: nothing that the peer sent. */
  String rule() {
    return rule;
  }
}
