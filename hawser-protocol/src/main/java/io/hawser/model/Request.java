package io.hawser.model;

/**
 * The head of an HTTP request, as a client's opening handshake is one (RFC 6455, 4.1).
 *
 * @param method such as {@code GET}
 * @param target as on the wire: a path, with a query behind it perhaps
 * @param version such as {@code HTTP/1.1}
 */
public record Request(String method, String target, String version, Headers headers) {
  /** The target up to its query. */
  public String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** What stands behind the question mark of the target; empty if nothing does. */
  public String query() {
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  /** The request line and the headers, without credentials and without the query. */
  @Override
  public String toString() {
    return method + " " + path() + (query().isEmpty() ? "" : "?***") + " " + version + headers;
  }
}
