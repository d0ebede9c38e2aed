package io.hawser.client;

import io.hawser.client.RequestSources.Supplied;
import io.hawser.handshake.WebSocketUri;
import io.hawser.model.Headers;
import io.hawser.netty.Prepared;
import io.hawser.netty.ProxyRoute;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prepares one handshake: what is asked for anew for each attempt is asked for here. */
final class Preparation implements Callable<Prepared> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final WebSocketUri uri;
  private final RequestSources sources;
  private volatile @Nullable Supplied supplied;

  /**
   * Prepares to prepare.
   *
   * @param supplied what was supplied already, for an earlier hop of the same attempt; null for
   *     nothing yet
   */
  Preparation(WebSocketUri uri, RequestSources sources, @Nullable Supplied supplied) {
    this.uri = uri;
    this.sources = sources;
    this.supplied = supplied;
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
    Supplied all = supplied == null ? sources.supply() : supplied;
    supplied = all;
    var rules = sources.rules(uri, all);
    ProxyRoute proxy = sources.proxies().route(uri);
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    return new Prepared(rules.build(nonce), proxy);
  }

  /** What was supplied; null before this was called. */
  @Nullable Supplied supplied() {
    return supplied;
  }
}
