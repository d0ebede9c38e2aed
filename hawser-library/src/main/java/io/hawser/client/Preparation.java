package io.hawser.client;

import io.hawser.error.SupplierFailedException;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.netty.Prepared;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Evaluates anew for one attempt what suppliers supply. */
final class Preparation implements Callable<Prepared> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final WebSocketUri uri;
  private final ClientRules.Builder rules;
  private final List<Header> headers;
  private final Proxies proxies;

  /**
   * Prepares to prepare.
   *
   * @param rules this preparation's own, but for headers
   */
  Preparation(WebSocketUri uri, ClientRules.Builder rules, List<Header> headers, Proxies proxies) {
    this.uri = uri;
    this.rules = rules;
    this.headers = List.copyOf(headers);
    this.proxies = proxies;
  }

  /**
   * A header of the request.
   *
   * @param value supplies null for no such header in this attempt
   */
  record Header(String name, Supplier<? extends @Nullable String> value, boolean sensitive) {
    void addTo(Headers.Builder all) {
      String now = value.get();
      if (now != null && sensitive) {
        all.addSensitive(name, now);
      } else if (now != null) {
        all.add(name, now);
      }
    }
  }

  @Override
  public Prepared call() {
    var all = Headers.builder();
    supplied(
        "headers",
        () -> {
          headers.forEach(header -> header.addTo(all));
          return rules.headers(all.build());
        });
    Optional<Proxy> proxy = supplied("proxies", () -> proxies.proxyFor(server()));
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    return new Prepared(rules.build(nonce), proxy.map(p -> p.route(uri)).orElse(null));
  }

  private URI server() {
    String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
    return URI.create((uri.secure() ? "wss" : "ws") + "://" + host + ":" + uri.port());
  }

  private static <T> T supplied(String what, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      throw new SupplierFailedException(what, e);
    }
  }
}
