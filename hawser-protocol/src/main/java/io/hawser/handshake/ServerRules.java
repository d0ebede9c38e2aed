package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import io.hawser.error.NegotiationException;
import io.hawser.extension.DeflateNegotiation;
import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.ExtensionOffer;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake as a server sees it (RFC 6455, 4.2), in three steps, so that an application
 * can have its say between them: the head of any request, the upgrade, the answer.
 *
 * <p>Immutable, and safe from any thread.
 */
public final class ServerRules {
  private final List<String> subprotocols;
  private final boolean subprotocolRequired;
  private final @Nullable Function<List<String>, @Nullable String> choice;
  private final Origins origins;
  private final Set<String> allowedHosts;
  private final @Nullable DeflateNegotiation deflate;
  private final @Nullable String serverHeader;

  private ServerRules(Builder builder) {
    subprotocols = builder.subprotocols;
    subprotocolRequired = builder.subprotocolRequired;
    choice = builder.choice;
    origins = builder.origins;
    allowedHosts = builder.allowedHosts;
    deflate = builder.deflate == null ? null : new DeflateNegotiation(builder.deflate);
    serverHeader = builder.serverHeader;
  }

  /** Returns a builder of rules: no subprotocol, no compression, pages of the same host only. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The first step, for any request: {@link #judgeHost}, then {@link #judgeOrigin}.
   *
   * @return null if the request may pass
   */
  public @Nullable Refusal judgeHead(Request request) {
    var refusal = judgeHost(request);
    return refusal == null ? judgeOrigin(request) : refusal;
  }

  /** The first half of the first step: {@code Host} (RFC 9112, 3.2). Null if it may pass. */
  public @Nullable Refusal judgeHost(Request request) {
    return HeadChecks.host(request, allowedHosts);
  }

  /**
   * The second half of the first step: the origin, if the request asks for an upgrade (RFC 6455,
   * 10.2), so that no foreign page drives a browser any further. Null if it may pass.
   */
  public @Nullable Refusal judgeOrigin(Request request) {
    return judgeOrigin(request, null);
  }

  /**
   * The same behind a proxy.
   *
   * @param forwardedHost host, and perhaps port, that a trusted proxy was asked for, in place of
   *     that of the request; null if it does not say
   */
  public @Nullable Refusal judgeOrigin(Request request, @Nullable String forwardedHost) {
    return HeadChecks.origin(request, forwardedHost, origins);
  }

  /** The second step: whether the request opens a connection, and what is agreed on. */
  public Judgement judgeUpgrade(Request request) {
    var refusal = UpgradeChecks.judge(request);
    if (refusal != null) {
      return new Judgement.Refused(refusal);
    }
    try {
      var accepted = acceptExtension(request);
      var subprotocol = selectSubprotocol(request);
      return new Judgement.Accepted(
          new Agreement(subprotocol, accepted == null ? null : accepted.parameters()));
    } catch (InvalidHeaderException e) {
      return new Judgement.Refused(UpgradeChecks.invalidHeader(e));
    } catch (NegotiationException e) {
      return new Judgement.Refused(
          Refusal.answered(
              FailureKind.SUBPROTOCOL,
              400,
              "None of the subprotocols of Sec-WebSocket-Protocol is spoken here.",
              UpgradeChecks.detail(e),
              e));
    }
  }

  /**
   * The third step: the answer that opens the connection (4.2.2), before {@link #finish}.
   *
   * @param request one that {@link #judgeUpgrade} accepted
   * @param agreement what it made of the request
   * @throws IllegalArgumentException if the request has no key
   */
  public Response answer(Request request, Agreement agreement) {
    var key =
        request
            .headers()
            .first("Sec-WebSocket-Key")
            .orElseThrow(() -> new IllegalArgumentException("request: must be an accepted one"));
    var headers =
        Headers.builder()
            .add("Upgrade", "websocket")
            .add("Connection", "Upgrade")
            .add("Sec-WebSocket-Accept", HandshakeKey.accept(key));
    if (agreement.deflate() != null) {
      var accepted = acceptExtension(request);
      if (accepted != null) {
        headers.add("Sec-WebSocket-Extensions", accepted.answer().toString());
      }
    }
    if (agreement.subprotocol() != null) {
      headers.add("Sec-WebSocket-Protocol", agreement.subprotocol());
    }
    return new Response(101, "Switching Protocols", headers.build(), new byte[0]);
  }

  /**
   * Gives any answer what all have in common: {@code Date} and {@code Server}; and unless it opens
   * a connection {@code Connection}, {@code Content-Length} and a {@code Content-Type}. An answer
   * to HEAD loses its body.
   *
   * @param request what is answered, as far as it was read; null if nothing of it was
   * @param date now, as HTTP writes it (RFC 9110, 5.6.7)
   */
  public Response finish(@Nullable Request request, Response response, String date) {
    return CommonHeaders.complete(request, response, date, serverHeader);
  }

  private record AcceptedExtension(DeflateParameters parameters, ExtensionOffer answer) {}

  // RFC 6455, 9.1: offers are in the client's order of preference; what is not known is passed over
  private @Nullable AcceptedExtension acceptExtension(Request request) {
    var offers = HeaderLists.extensions(request.headers());
    if (deflate == null) {
      return null;
    }
    for (var offer : offers) {
      var parameters = deflate.accept(offer);
      if (parameters != null) {
        return new AcceptedExtension(parameters, deflate.answer(offer, parameters));
      }
    }
    return null;
  }

  private @Nullable String selectSubprotocol(Request request) {
    var offered = HeaderLists.subprotocols(request.headers());
    var chosen = choice == null ? preferred(offered) : choice.apply(offered);
    if (chosen == null && subprotocolRequired) {
      throw new NegotiationException(
          NegotiationException.Subject.SUBPROTOCOL,
          "no common subprotocol: offered %s; expected %s"
              .formatted(
                  offered.isEmpty() ? "none" : Printable.of(offered),
                  subprotocols.isEmpty()
                      ? "another"
                      : "one of " + String.join(", ", subprotocols)));
    }
    return chosen;
  }

  private @Nullable String preferred(List<String> offered) {
    for (var subprotocol : subprotocols) {
      if (offered.contains(subprotocol)) {
        return subprotocol;
      }
    }
    return null;
  }

  /** Collects what a server wants. Not safe for several threads at once. */
  public static final class Builder {
    private List<String> subprotocols = List.of();
    private boolean subprotocolRequired;
    private @Nullable Function<List<String>, @Nullable String> choice;
    private Origins origins = Origins.sameHost();
    private Set<String> allowedHosts = Set.of();
    private @Nullable DeflateSettings deflate;
    private @Nullable String serverHeader;

    private Builder() {}

    /**
     * The subprotocols spoken here, the preferred one first. The first that a client offers too is
     * spoken; without one, the connection opens without. Default: none.
     *
     * @throws IllegalArgumentException if one is not a token or stands there twice
     */
    public Builder subprotocols(List<String> subprotocols) {
      this.subprotocols = Subprotocols.check(subprotocols);
      return this;
    }

    /**
     * Chooses the subprotocol, in place of the list: called if all else in a request is in order,
     * with what the client offers, in its order. What it throws passes through {@link
     * #judgeUpgrade}. Default: the list decides.
     *
     * @param choice returns one of them, or null for none
     */
    public Builder chooseSubprotocol(Function<List<String>, @Nullable String> choice) {
      this.choice = choice;
      return this;
    }

    /** Refuses clients that offer none of the subprotocols spoken here. */
    public Builder requireSubprotocol() {
      subprotocolRequired = true;
      return this;
    }

    /** Which web pages may open connections. Default: {@link Origins#sameHost()}. */
    public Builder origins(Origins origins) {
      this.origins = origins;
      return this;
    }

    /**
     * The host names served here, without ports, in any case; a name that points here against our
     * will (DNS rebinding) is refused. Default: any.
     *
     * @throws IllegalArgumentException if one is not a host name or has a port
     */
    public Builder allowedHosts(List<String> hosts) {
      allowedHosts = hosts.stream().map(Builder::host).collect(Collectors.toUnmodifiableSet());
      return this;
    }

    /** How messages are compressed if the client offers it; null, the default, for not at all. */
    public Builder deflate(@Nullable DeflateSettings settings) {
      deflate = settings;
      return this;
    }

    /**
     * The {@code Server} header of every answer; null, the default, for none.
     *
     * @throws IllegalArgumentException if a header cannot carry the value
     */
    public Builder serverHeader(@Nullable String value) {
      if (value != null && !Headers.isValue(value)) {
        throw new IllegalArgumentException("serverHeader: a character that HTTP cannot carry");
      }
      serverHeader = value;
      return this;
    }

    /**
     * Returns the rules.
     *
     * @throws IllegalArgumentException if a subprotocol is required, but none is spoken
     */
    public ServerRules build() {
      if (subprotocolRequired && subprotocols.isEmpty() && choice == null) {
        throw new IllegalArgumentException(
            "subprotocols: none; must be some where one is required");
      }
      return new ServerRules(this);
    }

    private static String host(String host) {
      var authority = Authority.parse(host);
      if (authority == null || !authority.host().equals(host.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "allowedHosts: " + Printable.of(host) + "; must be such as example.com");
      }
      return authority.host();
    }
  }
}
