package io.hawser.handshake;

import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of a request that is to open a connection (RFC 6455, 4.2.1), in this order.
 */
final class UpgradeChecks {
  private interface Check {
    /** Returns null if the request may pass. */
    @Nullable Refusal judge(Request request);
  }

  private static final List<Check> IN_ORDER =
      List.of(
          UpgradeChecks::method,
          UpgradeChecks::httpVersion,
          UpgradeChecks::connection,
          UpgradeChecks::upgrade,
          UpgradeChecks::protocolVersion,
          UpgradeChecks::key,
          UpgradeChecks::noBody);

  private static final String PROTOCOL_VERSION = "13";

  private UpgradeChecks() {}

  /** Returns the first refusal, or null if the request passes every check. */
  static @Nullable Refusal judge(Request request) {
    for (var check : IN_ORDER) {
      var refusal = check.judge(request);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Whether anything in the request asks for a connection, however badly. */
  static boolean asksForUpgrade(Request request) {
    var headers = request.headers();
    return headers.contains("Upgrade")
        || headers.contains("Sec-WebSocket-Key")
        || isUpgradeInConnection(headers);
  }

  /** Refuses a header that breaks its grammar. */
  static Refusal invalidHeader(InvalidHeaderException e) {
    return Refusal.answered(
        FailureKind.INVALID_HEADER, 400, "The " + e.name() + " header is invalid.", detail(e), e);
  }

  /** What a refusal says to logs about the exception that is its cause. */
  static String detail(HandshakeException e) {
    return String.valueOf(e.getMessage());
  }

  // 4.2.1, 1
  private static @Nullable Refusal method(Request request) {
    if (request.method().equals("GET")) {
      return null;
    }
    return Refusal.answered(
            FailureKind.METHOD,
            405,
            "A WebSocket connection is opened with GET.",
            "method " + Printable.of(request.method()) + "; expected GET",
            null)
        .withHeader("Allow", "GET");
  }

  // 4.2.1, 1
  private static @Nullable Refusal httpVersion(Request request) {
    if (HttpVersion.isReadAs11(request.version())) {
      return null;
    }
    return Refusal.answered(
        FailureKind.HTTP_VERSION,
        505,
        "A WebSocket connection is opened with HTTP/1.1.",
        Printable.of(request.version()) + "; expected HTTP/1.1",
        null);
  }

  // 4.2.1, 4
  private static @Nullable Refusal connection(Request request) {
    try {
      var options = HeaderLists.connection(request.headers());
      if (options.stream().anyMatch("upgrade"::equalsIgnoreCase)) {
        return null;
      }
    } catch (InvalidHeaderException e) {
      return invalidHeader(e);
    }
    return notUpgraded(request, "Connection", "upgrade");
  }

  // 4.2.1, 3; as only one protocol is spoken here, there is nothing to choose from several
  private static @Nullable Refusal upgrade(Request request) {
    try {
      var protocols = HeaderLists.upgrade(request.headers());
      if (protocols.size() == 1 && protocols.get(0).equalsIgnoreCase("websocket")) {
        return null;
      }
    } catch (InvalidHeaderException e) {
      return invalidHeader(e);
    }
    return notUpgraded(request, "Upgrade", "websocket");
  }

  private static Refusal notUpgraded(Request request, String name, String expectation) {
    var values = request.headers().all(name);
    var cause =
        new InvalidUpgradeException(
            name, values.isEmpty() ? null : Printable.of(values), expectation);
    boolean plain = !asksForUpgrade(request);
    return Refusal.answered(
            plain ? FailureKind.NOT_AN_UPGRADE : FailureKind.INVALID_UPGRADE,
            426,
            plain
                ? "This is a WebSocket server: it cannot be read with a browser or other HTTP"
                    + " client."
                : "The "
                    + name
                    + " header does not ask for a WebSocket; a proxy may have removed it.",
            detail(cause),
            cause)
        .withHeader("Upgrade", "websocket"); // RFC 9110, 15.5.22
  }

  // 4.2.1, 6, and 4.4
  private static @Nullable Refusal protocolVersion(Request request) {
    var values = request.headers().all("Sec-WebSocket-Version");
    if (values.equals(List.of(PROTOCOL_VERSION))) {
      return null;
    }
    var cause =
        new InvalidHeaderException(
            "Sec-WebSocket-Version",
            values.isEmpty() ? null : Printable.of(values),
            "must be " + PROTOCOL_VERSION + ", once");
    return Refusal.answered(
            FailureKind.PROTOCOL_VERSION,
            426,
            "The Sec-WebSocket-Version header must be " + PROTOCOL_VERSION + ".",
            detail(cause),
            cause)
        .withHeader("Upgrade", "websocket") // RFC 9110, 15.5.22
        .withHeader("Sec-WebSocket-Version", PROTOCOL_VERSION);
  }

  // 4.2.1, 5
  private static @Nullable Refusal key(Request request) {
    var values = request.headers().all("Sec-WebSocket-Key");
    if (values.size() == 1 && HandshakeKey.isValid(values.get(0))) {
      return null;
    }
    var cause =
        new InvalidHeaderException(
            "Sec-WebSocket-Key",
            values.isEmpty() ? null : Printable.of(values),
            "must be base64 of 16 bytes, once");
    return Refusal.answered(
        FailureKind.INVALID_KEY,
        400,
        "The Sec-WebSocket-Key header must be base64 of 16 bytes.",
        detail(cause),
        cause);
  }

  // A body's bytes would be read as frames here, or the other way round at a proxy.
  private static @Nullable Refusal noBody(Request request) {
    var headers = request.headers();
    String what;
    if (headers.contains("Transfer-Encoding")) {
      what = "Transfer-Encoding";
    } else if (!headers.all("Content-Length").stream().allMatch(UpgradeChecks::isZero)) {
      what = "Content-Length";
    } else if (headers.contains("Expect")) {
      what = "Expect";
    } else {
      return null;
    }
    return Refusal.answered(
        FailureKind.BODY,
        400,
        "A request that opens a connection has no body.",
        what + " in a request that opens a connection",
        null);
  }

  private static boolean isZero(String length) {
    return !length.isEmpty() && length.chars().allMatch(c -> c == '0');
  }

  // One that breaks the grammar may be meant so.
  private static boolean isUpgradeInConnection(Headers headers) {
    try {
      return HeaderLists.connection(headers).stream().anyMatch("upgrade"::equalsIgnoreCase);
    } catch (InvalidHeaderException e) {
      return true;
    }
  }
}
