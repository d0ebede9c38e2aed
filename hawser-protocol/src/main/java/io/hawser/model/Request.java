package io.hawser.model;

/**
 * The head of an HTTP request, as a client's opening handshake is one (RFC 6455, 4.1).
 *
 * @param method such as {@code GET}
 * @param target as on the wire: a path, with a query behind it perhaps; from some clients a whole
 *     URI
 * @param version such as {@code HTTP/1.1}
 */
public record Request(String method, String target, String version, Headers headers) {
  /** Makes a request. */
  public Request {
    method = CommonStrings.shared(method);
    target = CommonStrings.shared(target);
    version = CommonStrings.shared(version);
  }

  /**
   * The path of the target, without its query; a target may name the host too (RFC 9112, 3.2.2).
   */
  public String path() {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    int host = path.startsWith("/") ? -1 : path.indexOf("://");
    if (host < 0) {
      return path;
    }
    int slash = path.indexOf('/', host + 3);
    return slash < 0 ? "/" : path.substring(slash);
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
