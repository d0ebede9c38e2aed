package io.hawser.handshake;

import io.hawser.model.Response;
import org.jspecify.annotations.Nullable;

/**
 * Why a server does not open a connection, and what it says to the peer.
 *
 * @param response what to answer, before {@link ServerRules#finish}; null to close at once
 * @param detail for logs, on one line; may quote the peer, escaped and cut
 * @param cause null where the kind says it all
 */
public record Refusal(
    FailureKind kind, @Nullable Response response, String detail, @Nullable Throwable cause) {

  /**
   * Returns a refusal that is answered.
   *
   * @param line the body: what was wrong, in our own words; no limit of ours, no exception's text
   */
  public static Refusal answered(
      FailureKind kind, int status, String line, String detail, @Nullable Throwable cause) {
    return new Refusal(kind, Response.text(status, line), detail, cause);
  }

  /** Returns a refusal without an answer: the connection is closed at once. */
  public static Refusal unanswered(FailureKind kind, String detail, @Nullable Throwable cause) {
    return new Refusal(kind, null, detail, cause);
  }

  /** Returns the refusal of a peer that has not sent a whole request in time. */
  public static Refusal timeout() {
    return answered(
        FailureKind.TIMEOUT, 408, "The request took too long.", "no whole request in time", null);
  }

  /** Returns the refusal of a peer for which an application's hook has taken too long. */
  public static Refusal hookTimeout() {
    return answered(
        FailureKind.TIMEOUT, 503, "The server took too long.", "a hook took too long", null);
  }

  /**
   * Returns the refusal for an application's hook that failed, of which the peer learns nothing.
   *
   * @param detail which hook it was, and how it failed
   */
  public static Refusal hookFailed(String detail, @Nullable Throwable cause) {
    return answered(FailureKind.HOOK_FAILED, 500, "The server failed.", detail, cause);
  }

  /** Returns the refusal of a handshake that a stopping server has not finished. */
  public static Refusal closing() {
    return answered(
        FailureKind.CLOSING, 503, "The server is stopping.", "the server is stopping", null);
  }

  /** Returns the refusal for a bug of ours, of which the peer learns nothing. */
  public static Refusal internal(Throwable bug) {
    return answered(FailureKind.INTERNAL, 500, "The server failed.", "a bug of Hawser", bug);
  }

  /** Returns this refusal with another answer, or with none. */
  public Refusal withResponse(@Nullable Response other) {
    return new Refusal(kind, other, detail, cause);
  }

  /** Returns this refusal with one header more in its answer. */
  Refusal withHeader(String name, String value) {
    return response == null
        ? this
        : withResponse(
            response.withHeaders(response.headers().toBuilder().add(name, value).build()));
  }
}
