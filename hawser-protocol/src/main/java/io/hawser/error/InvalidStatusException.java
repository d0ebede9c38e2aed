package io.hawser.error;

import io.hawser.model.Response;

/** The server answered the opening handshake, but not with 101 (RFC 6455, 4.1). */
public final class InvalidStatusException extends HandshakeException {
  private static final long serialVersionUID = 1L;

  private final transient Response response;

  /** Says which status came. */
  public InvalidStatusException(Response response) {
    super(Phase.HTTP, "server refused: HTTP %d; expected 101".formatted(response.status()), null);
    this.response = response;
  }

  /** Status, headers and the start of the body, at most 4 KiB. */
  public Response response() {
    return response;
  }
}
