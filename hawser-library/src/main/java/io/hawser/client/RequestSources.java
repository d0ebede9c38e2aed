package io.hawser.client;

import io.hawser.error.ProxyException;
import io.hawser.error.SupplierFailedException;
import io.hawser.error.WebSocketException;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Where the request of an attempt comes from; suppliers are asked anew for each attempt.
 *
 * @param further suppliers of several headers each
 */
record RequestSources(
    List<Preparation.Header> headers,
    List<Callable<Headers>> further,
    @Nullable Credentials credentials,
    Callable<List<String>> subprotocols,
    @Nullable DeflateSettings deflate,
    ProxyChoice proxies) {
  /** What the suppliers have supplied for one attempt. */
  record Supplied(Headers headers, List<String> subprotocols) {
    Supplied withHeaders(Headers other) {
      return new Supplied(other, subprotocols);
    }
  }

  /**
   * Asks all of them.
   *
   * @throws SupplierFailedException if one throws, or supplies what cannot be sent
   */
  Supplied supply() {
    Headers.Builder all = Headers.builder();
    supplied(
        "headers",
        () -> {
          headers.forEach(header -> header.addTo(all));
          for (Callable<Headers> supplier : further) {
            all.addAll(supplier.call());
          }
          return all;
        });
    Credentials who = credentials;
    if (who != null) {
      supplied(
          "credentials",
          () -> all.remove("Authorization").add("Authorization", who.authorization()));
    }
    return new Supplied(all.build(), supplied("subprotocols", subprotocols));
  }

  /**
   * Returns the rules of handshakes with {@code uri}, by what was supplied.
   *
   * @throws SupplierFailedException if that cannot be sent
   */
  ClientRules.Builder rules(WebSocketUri uri, Supplied supplied) {
    ClientRules.Builder rules = ClientRules.builder(uri).deflate(deflate);
    supplied("headers", () -> rules.headers(supplied.headers()));
    supplied("subprotocols", () -> rules.subprotocols(supplied.subprotocols()));
    return rules;
  }

  /** Whether something supplies other credentials than those that were refused so. */
  boolean canRefresh(WebSocketException refusal) {
    return refusal instanceof ProxyException ? proxies.canRefresh() : credentials != null;
  }

  /**
   * Has the supplier of the credentials that were refused so look for others.
   *
   * @throws SupplierFailedException if it throws
   */
  void refreshCredentials(WebSocketException refusal) {
    if (refusal instanceof ProxyException) {
      proxies.refresh();
      return;
    }
    Credentials who = credentials;
    if (who != null) {
      supplied(
          "credentials",
          () -> {
            who.refresh();
            return "";
          });
    }
  }

  static <T> T supplied(String what, Callable<T> supplier) {
    try {
      return supplier.call();
    } catch (InterruptedException e) {
      // the attempt was given up: nobody sees this one
      Thread.currentThread().interrupt();
      throw new SupplierFailedException(what, e);
    } catch (Exception e) {
      throw new SupplierFailedException(what, e);
    }
  }
}
