package io.hawser.extension;

import static io.hawser.extension.DeflateParameters.MAX_WINDOW_BITS;
import static io.hawser.extension.DeflateTerms.CLIENT_MAX_WINDOW_BITS;
import static io.hawser.extension.DeflateTerms.CLIENT_NO_CONTEXT_TAKEOVER;
import static io.hawser.extension.DeflateTerms.SERVER_MAX_WINDOW_BITS;
import static io.hawser.extension.DeflateTerms.SERVER_NO_CONTEXT_TAKEOVER;

import io.hawser.error.NegotiationException;
import org.jspecify.annotations.Nullable;

/** How endpoints agree on the parameters of permessage-deflate (RFC 7692, 7.1). Immutable. */
public final class DeflateNegotiation {
  private final DeflateSettings settings;

  public DeflateNegotiation(DeflateSettings settings) {
    this.settings = settings;
  }

  /**
   * Judges a client's offer, as a server.
   *
   * @return what is agreed on, or null if the offer must be declined (7.1): it has an unknown
   *     parameter, an invalid value, or a parameter twice
   */
  public @Nullable DeflateParameters accept(ExtensionOffer offer) {
    if (DeflateTerms.faultOfOffer(offer) != null) {
      return null;
    }
    return new DeflateParameters(
        // 7.1.1: a server may do both unasked
        !settings.serverContextTakeover() || DeflateTerms.has(offer, SERVER_NO_CONTEXT_TAKEOVER),
        !settings.clientContextTakeover() || DeflateTerms.has(offer, CLIENT_NO_CONTEXT_TAKEOVER),
        Math.min(
            settings.serverMaxWindowBits(), DeflateTerms.windowBits(offer, SERVER_MAX_WINDOW_BITS)),
        // 7.1.2.2: not to be asked of a client that did not offer it
        DeflateTerms.has(offer, CLIENT_MAX_WINDOW_BITS)
            ? Math.min(
                settings.clientMaxWindowBits(),
                DeflateTerms.windowBits(offer, CLIENT_MAX_WINDOW_BITS))
            : MAX_WINDOW_BITS);
  }

  /**
   * Returns a server's answer to an offer that it accepts.
   *
   * @param agreed what {@link #accept} made of {@code offer}
   */
  public ExtensionOffer answer(ExtensionOffer offer, DeflateParameters agreed) {
    var terms = new DeflateTerms();
    if (agreed.serverNoContextTakeover()) {
      terms.with(SERVER_NO_CONTEXT_TAKEOVER);
    }
    if (agreed.clientNoContextTakeover()) {
      terms.with(CLIENT_NO_CONTEXT_TAKEOVER);
    }
    // 7.1.2.1: accepted by being repeated, even where it limits nothing
    if (agreed.serverMaxWindowBits() < MAX_WINDOW_BITS
        || DeflateTerms.has(offer, SERVER_MAX_WINDOW_BITS)) {
      terms.with(SERVER_MAX_WINDOW_BITS, agreed.serverMaxWindowBits());
    }
    if (agreed.clientMaxWindowBits() < MAX_WINDOW_BITS) {
      terms.with(CLIENT_MAX_WINDOW_BITS, agreed.clientMaxWindowBits());
    }
    return terms.toOffer();
  }

  /** Returns a client's offer. It always lets the server limit the client's window. */
  public ExtensionOffer offer() {
    var terms = new DeflateTerms();
    if (!settings.serverContextTakeover()) {
      terms.with(SERVER_NO_CONTEXT_TAKEOVER);
    }
    if (!settings.clientContextTakeover()) {
      terms.with(CLIENT_NO_CONTEXT_TAKEOVER);
    }
    if (settings.serverMaxWindowBits() < MAX_WINDOW_BITS) {
      terms.with(SERVER_MAX_WINDOW_BITS, settings.serverMaxWindowBits());
    }
    if (settings.clientMaxWindowBits() < MAX_WINDOW_BITS) {
      terms.with(CLIENT_MAX_WINDOW_BITS, settings.clientMaxWindowBits());
    } else {
      terms.with(CLIENT_MAX_WINDOW_BITS);
    }
    return terms.toOffer();
  }

  /**
   * Judges a server's answer to {@link #offer()}, as a client.
   *
   * @throws NegotiationException if RFC 7692, 7.1, does not allow the answer, so that the
   *     connection must be failed
   */
  public DeflateParameters judge(ExtensionOffer answer) {
    return judge(offer(), answer);
  }

  static DeflateParameters judge(ExtensionOffer offer, ExtensionOffer answer) {
    String fault = DeflateTerms.faultOfAnswer(answer);
    if (fault == null) {
      fault = misfit(offer, answer);
    }
    if (fault != null) {
      throw new NegotiationException(
          NegotiationException.Subject.EXTENSION,
          "unacceptable answer to " + PerMessageDeflate.NAME + ": " + fault);
    }
    return new DeflateParameters(
        DeflateTerms.has(answer, SERVER_NO_CONTEXT_TAKEOVER),
        // 7.1.1.2: what the client announced holds even if the server does not repeat it
        DeflateTerms.has(answer, CLIENT_NO_CONTEXT_TAKEOVER)
            || DeflateTerms.has(offer, CLIENT_NO_CONTEXT_TAKEOVER),
        DeflateTerms.windowBits(answer, SERVER_MAX_WINDOW_BITS),
        // 7.1.2.2: and so does its window
        Math.min(
            DeflateTerms.windowBits(answer, CLIENT_MAX_WINDOW_BITS),
            DeflateTerms.windowBits(offer, CLIENT_MAX_WINDOW_BITS)));
  }

  /** Returns how an answer that is without fault by itself does not fit the offer, or null. */
  private static @Nullable String misfit(ExtensionOffer offer, ExtensionOffer answer) {
    // 7.1.1.1, 7.1.2.1: accepted by being repeated
    for (String name : new String[] {SERVER_NO_CONTEXT_TAKEOVER, SERVER_MAX_WINDOW_BITS}) {
      if (DeflateTerms.has(offer, name) && !DeflateTerms.has(answer, name)) {
        return "missing " + name;
      }
    }
    if (DeflateTerms.has(answer, CLIENT_MAX_WINDOW_BITS)
        && !DeflateTerms.has(offer, CLIENT_MAX_WINDOW_BITS)) {
      return CLIENT_MAX_WINDOW_BITS + " was not offered";
    }
    for (String name : new String[] {SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS}) {
      int answered = DeflateTerms.windowBits(answer, name);
      int offered = DeflateTerms.windowBits(offer, name);
      if (DeflateTerms.has(answer, name) && answered > offered) {
        return name + ": " + answered + "; offered " + offered;
      }
    }
    return null;
  }
}
