package io.hawser.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open connections (RFC 6455, 10.2): a browser names a page's origin, and sends
 * the user's cookies for our host along whichever page it is. Immutable.
 *
 * <p>{@link #sameHost()} is the default of a server. Any policy made otherwise admits what it names
 * and nothing else.
 */
public final class Origins {
  private static final Origins ANY = new Origins(new Builder(), true);
  private static final Origins SAME_HOST = builder().allowSameHost().build();

  private final boolean any;
  private final boolean sameHost;
  private final boolean noOrigin;
  private final List<String> strings;
  private final List<Pattern> patterns;

  private Origins(Builder builder, boolean any) {
    this.any = any;
    sameHost = builder.sameHost;
    noOrigin = builder.noOrigin;
    strings = List.copyOf(builder.strings);
    patterns = List.copyOf(builder.patterns);
  }

  /**
   * Returns the policy that admits pages of the server's own host and port, as {@code Host} names
   * them, and requests without {@code Origin}, which come from no browser, unless they have
   * cookies.
   */
  public static Origins sameHost() {
    return SAME_HOST;
  }

  /** Returns the policy that admits every page: for servers that know users by no cookie. */
  public static Origins any() {
    return ANY;
  }

  /**
   * Returns the policy that admits these origins.
   *
   * @throws IllegalArgumentException if one is not an origin such as {@code https://example.com}
   */
  public static Origins of(String... origins) {
    var builder = builder();
    for (var origin : origins) {
      builder.allow(origin);
    }
    return builder.build();
  }

  /** Returns a builder of a policy that admits nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** What a policy makes of an origin. */
  enum Verdict {
    ADMITTED,
    REFUSED,
    MALFORMED
  }

  /**
   * Judges a request.
   *
   * @param origin null if it has none
   * @param host null if it has none
   */
  Verdict judge(@Nullable String origin, @Nullable Authority host, boolean hasCookie) {
    if (any) {
      return Verdict.ADMITTED;
    }
    if (origin == null) {
      return verdict(noOrigin || (sameHost && !hasCookie));
    }
    if (!isOrigin(origin)) {
      return Verdict.MALFORMED;
    }
    return verdict(
        strings.contains(origin)
            || patterns.stream().anyMatch(pattern -> pattern.matcher(origin).matches())
            || (sameHost && isOf(host, origin)));
  }

  private static Verdict verdict(boolean admitted) {
    return admitted ? Verdict.ADMITTED : Verdict.REFUSED;
  }

  // The port that a browser leaves out is the one of the origin's scheme, in both headers.
  private static boolean isOf(@Nullable Authority host, String origin) {
    int colon = origin.indexOf("://");
    if (host == null || colon < 0) {
      return false;
    }
    var page = Authority.parse(origin.substring(colon + 3));
    if (page == null) {
      return false;
    }
    int port =
        switch (origin.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "http" -> 80;
          case "https" -> 443;
          default -> Authority.NO_PORT;
        };
    return page.host().equals(host.host()) && page.portOr(port) == host.portOr(port);
  }

  // RFC 6454, 6.2, of any scheme; the host may be missing, as in file://
  private static boolean isOrigin(String text) {
    if (text.equals("null")) {
      return true;
    }
    int colon = text.indexOf("://");
    if (colon <= 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean slashOfScheme = i == colon + 1 || i == colon + 2;
      if (c <= ' ' || c > '~' || (!slashOfScheme && "/?#@,".indexOf(c) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** Collects what a policy admits. Not safe for several threads at once. */
  public static final class Builder {
    private final List<String> strings = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();
    private boolean sameHost;
    private boolean noOrigin;

    private Builder() {}

    /**
     * Admits one origin, compared with case.
     *
     * @param origin such as {@code https://example.com:8443}; {@code null} in letters for pages
     *     without an origin, such as local files
     * @throws IllegalArgumentException if it is not an origin: no path, not even a slash
     */
    public Builder allow(String origin) {
      if (!isOrigin(origin)) {
        throw new IllegalArgumentException(
            "origin: " + Printable.of(origin) + "; must be such as https://example.com");
      }
      strings.add(origin);
      return this;
    }

    /** Admits the origins that {@code pattern} matches from the first to the last character. */
    public Builder allow(Pattern pattern) {
      patterns.add(pattern);
      return this;
    }

    /** Admits what {@link Origins#sameHost()} does. */
    public Builder allowSameHost() {
      sameHost = true;
      return this;
    }

    /** Admits requests without {@code Origin}, with cookies too. */
    public Builder allowNoOrigin() {
      noOrigin = true;
      return this;
    }

    /** Returns the policy. */
    public Origins build() {
      return new Origins(this, false);
    }
  }
}
