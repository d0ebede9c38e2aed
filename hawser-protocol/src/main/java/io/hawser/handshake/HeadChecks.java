package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import io.hawser.model.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server asks of any request before it lets an application see it: {@code Host}, origin. */
final class HeadChecks {
  private HeadChecks() {}

  /**
   * Judges {@code Host} (RFC 9112, 3.2).
   *
   * @param allowed in lower case, without ports; empty if any host is served
   */
  static @Nullable Refusal host(Request request, Set<String> allowed) {
    var values = request.headers().all("Host");
    if (values.size() > 1) {
      return badHost("is repeated", null);
    }
    if (values.isEmpty()) {
      return HttpVersion.isAtLeast11(request.version()) ? badHost("is missing", null) : null;
    }
    var value = values.get(0);
    if (Authority.parse(value) == null) {
      return badHost("is malformed", value);
    }
    var host = effectiveHost(request);
    if (!allowed.isEmpty() && (host == null || !allowed.contains(host.host()))) {
      return badHost("is not served here", value);
    }
    return null;
  }

  /** Judges {@code Origin}, if the request asks for an upgrade (RFC 6455, 10.2). */
  static @Nullable Refusal origin(Request request, @Nullable String forwardedHost, Origins policy) {
    if (!UpgradeChecks.asksForUpgrade(request)) {
      return null;
    }
    var values = request.headers().all("Origin");
    if (values.size() > 1) {
      return UpgradeChecks.invalidHeader(
          new InvalidHeaderException("Origin", Printable.of(values), "must not be repeated"));
    }
    var origin = values.isEmpty() ? null : values.get(0);
    var host = forwardedHost == null ? effectiveHost(request) : Authority.parse(forwardedHost);
    return switch (policy.judge(origin, host, request.headers().contains("Cookie"))) {
      case ADMITTED -> null;
      case MALFORMED ->
          UpgradeChecks.invalidHeader(
              new InvalidHeaderException(
                  "Origin", Printable.of(values), "must be such as https://example.com"));
      case REFUSED ->
          Refusal.answered(
              FailureKind.ORIGIN,
              403,
              "This origin may not open a connection here.",
              refusedOrigin(origin, host),
              null);
    };
  }

  // RFC 9112, 3.2.2: the host of an absolute-form target overrides the header.
  private static @Nullable Authority effectiveHost(Request request) {
    var target = RequestLine.authority(request.target());
    if (target != null) {
      return target;
    }
    List<String> values = request.headers().all("Host");
    return values.isEmpty() ? null : Authority.parse(values.get(0));
  }

  private static Refusal badHost(String what, @Nullable String value) {
    return Refusal.answered(
        FailureKind.BAD_HOST,
        400,
        "The Host header " + what + ".",
        "Host " + what + (value == null ? "" : ": " + Printable.of(value)),
        null);
  }

  private static String refusedOrigin(@Nullable String origin, @Nullable Authority host) {
    if (origin == null) {
      return "no origin; Origins.Builder.allowNoOrigin() would admit it";
    }
    var shown = Printable.of(origin);
    return "origin %s, host %s; Origins.Builder.allow(\"%s\") would admit it"
        .formatted(shown, host == null ? "missing" : Printable.of(host.toString()), shown);
  }
}
