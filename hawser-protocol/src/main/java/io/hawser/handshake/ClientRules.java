package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import io.hawser.error.InvalidStatusException;
import io.hawser.error.InvalidUpgradeException;
import io.hawser.error.NegotiationException;
import io.hawser.extension.DeflateNegotiation;
import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One opening handshake as its client sees it (RFC 6455, 4.1): what to ask, and whether the answer
 * opens the connection. Immutable, and safe from any thread.
 */
public final class ClientRules {
  private final WebSocketUri uri;
  private final String key;
  private final List<String> subprotocols;
  private final @Nullable DeflateNegotiation deflate;
  private final Headers headers;

  private ClientRules(Builder builder, String key) {
    uri = builder.uri;
    this.key = key;
    subprotocols = builder.subprotocols;
    deflate = builder.deflate == null ? null : new DeflateNegotiation(builder.deflate);
    headers = builder.headers;
  }

  /** Returns a builder of the rules for handshakes with {@code uri}. */
  public static Builder builder(WebSocketUri uri) {
    return new Builder(uri);
  }

  /** Returns the request to send (4.1, numbers 1 to 12). */
  public Request request() {
    var all = Headers.builder();
    all.add("Host", headers.first("Host").orElse(uri.authority()));
    all.add("Connection", "Upgrade");
    all.add("Upgrade", "websocket");
    all.add("Sec-WebSocket-Version", "13");
    all.add("Sec-WebSocket-Key", key);
    if (deflate != null) {
      all.add("Sec-WebSocket-Extensions", deflate.offer().toString());
    }
    if (!subprotocols.isEmpty()) {
      all.add("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
    }
    var authorization = uri.authorization();
    if (authorization != null && !headers.contains("Authorization")) {
      all.add("Authorization", authorization);
    }
    all.addAll(headers.toBuilder().remove("Host").build());
    return new Request("GET", uri.resourceName(), "HTTP/1.1", all.build());
  }

  /**
   * Judges the answer (4.1, the list behind number 12).
   *
   * @return what was agreed on
   * @throws InvalidStatusException if it is not 101
   * @throws InvalidUpgradeException if {@code Connection} or {@code Upgrade} does not name what we
   *     asked for
   * @throws InvalidHeaderException if {@code Sec-WebSocket-Accept} does not prove that the server
   *     has read our handshake, or a header is malformed
   * @throws NegotiationException if the server chose what we have not offered
   */
  public Agreement judge(Response response) {
    if (response.status() != 101) {
      throw new InvalidStatusException(response);
    }
    var answered = response.headers();
    var connection = HeaderLists.connection(answered);
    if (connection.stream().noneMatch("upgrade"::equalsIgnoreCase)) {
      throw invalidUpgrade(answered, "Connection", "upgrade");
    }
    var upgrade = HeaderLists.upgrade(answered);
    if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase("websocket")) {
      throw invalidUpgrade(answered, "Upgrade", "websocket");
    }
    judgeAccept(answered);
    var parameters = judgeExtensions(answered);
    return new Agreement(judgeSubprotocol(answered), parameters);
  }

  private static InvalidUpgradeException invalidUpgrade(
      Headers answered, String name, String expectation) {
    var values = answered.all(name);
    return new InvalidUpgradeException(
        name, values.isEmpty() ? null : Printable.of(values), expectation);
  }

  private void judgeAccept(Headers answered) {
    var name = "Sec-WebSocket-Accept";
    var value = onlyValue(answered, name);
    if (value == null) {
      throw new InvalidHeaderException(name, null, "missing; expected once");
    }
    byte[] expected = HandshakeKey.accept(key).getBytes(StandardCharsets.US_ASCII);
    // What we expected is not told: a message with it in a log would be the proof itself.
    if (!MessageDigest.isEqual(expected, value.getBytes(StandardCharsets.ISO_8859_1))) {
      throw new InvalidHeaderException(name, Printable.of(value), "does not answer our key");
    }
  }

  // 9.1: the server lists what it uses, which must be among what we offered
  private @Nullable DeflateParameters judgeExtensions(Headers answered) {
    var extensions = HeaderLists.extensions(answered);
    if (extensions.isEmpty()) {
      return null;
    }
    if (deflate == null) {
      throw new NegotiationException(
          NegotiationException.Subject.EXTENSION,
          "server uses an extension: %s; none was offered"
              .formatted(Printable.of(extensions.get(0).name())));
    }
    if (extensions.size() > 1) {
      throw new NegotiationException(
          NegotiationException.Subject.EXTENSION,
          "server uses several extensions: %d; one was offered".formatted(extensions.size()));
    }
    return deflate.judge(extensions.get(0));
  }

  private @Nullable String judgeSubprotocol(Headers answered) {
    var value = onlyValue(answered, "Sec-WebSocket-Protocol");
    if (value == null || subprotocols.contains(value)) {
      return value;
    }
    throw new NegotiationException(
        NegotiationException.Subject.SUBPROTOCOL,
        "server chose subprotocol %s; offered %s"
            .formatted(
                Printable.of(value),
                subprotocols.isEmpty() ? "none" : String.join(", ", subprotocols)));
  }

  private static @Nullable String onlyValue(Headers answered, String name) {
    var values = answered.all(name);
    if (values.size() > 1) {
      throw new InvalidHeaderException(name, Printable.of(values), "must not be repeated");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** Collects what a client wants. Not safe for several threads at once. */
  public static final class Builder {
    /** Besides {@code Sec-WebSocket-*}: they are the handshake itself, or would announce a body. */
    private static final List<String> OURS =
        List.of(
            "Connection",
            "Upgrade",
            "Content-Length",
            "Transfer-Encoding",
            "Trailer",
            "TE",
            "Expect");

    private final WebSocketUri uri;
    private List<String> subprotocols = List.of();
    private @Nullable DeflateSettings deflate;
    private Headers headers = Headers.empty();

    private Builder(WebSocketUri uri) {
      this.uri = uri;
    }

    /** Returns another builder, which has the same options now. */
    public Builder copy() {
      var copy = new Builder(uri);
      copy.subprotocols = subprotocols;
      copy.deflate = deflate;
      copy.headers = headers;
      return copy;
    }

    /**
     * The subprotocols to offer, the preferred one first. Default: none.
     *
     * @throws IllegalArgumentException if one is not a token or stands there twice
     */
    public Builder subprotocols(List<String> subprotocols) {
      this.subprotocols = Subprotocols.check(subprotocols);
      return this;
    }

    /** How to compress if the server agrees; null, the default, to offer no compression. */
    public Builder deflate(@Nullable DeflateSettings settings) {
      deflate = settings;
      return this;
    }

    /**
     * Further headers, behind ours; {@code Host} and {@code Authorization} replace what the URI
     * says. Default: none.
     *
     * @throws IllegalArgumentException if one of them belongs to the handshake, such as {@code
     *     Connection} or {@code Sec-WebSocket-Key}
     */
    public Builder headers(Headers headers) {
      headers.forEach((name, value) -> checkName(name));
      var hosts = headers.all("Host");
      if (hosts.size() > 1 || (hosts.size() == 1 && Authority.parse(hosts.get(0)) == null)) {
        throw new IllegalArgumentException(
            "header Host: " + Printable.of(hosts) + "; must be one host, with a port perhaps");
      }
      this.headers = headers;
      return this;
    }

    /**
     * Returns the rules of one handshake; the builder may make those of others.
     *
     * @param random 16 bytes from a strong source of entropy, other ones for each handshake (4.1,
     *     number 7)
     * @throws IllegalArgumentException unless they are 16
     */
    public ClientRules build(byte[] random) {
      if (random.length != HandshakeKey.BYTES) {
        throw new IllegalArgumentException(
            "random: " + random.length + " bytes; must be " + HandshakeKey.BYTES);
      }
      return new ClientRules(this, HandshakeKey.encode(random));
    }

    private static void checkName(String name) {
      if (name.regionMatches(true, 0, "Sec-WebSocket-", 0, "Sec-WebSocket-".length())
          || OURS.stream().anyMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "header " + name + " belongs to the handshake; set it by its own option, if any");
      }
    }
  }
}
