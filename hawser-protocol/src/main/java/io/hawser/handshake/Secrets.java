package io.hawser.handshake;

import io.hawser.model.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request nobody else may read: the values of {@code Authorization}, {@code
 * Proxy-Authorization}, {@code Cookie} and of the query, whole and in parts. They are found again
 * in texts that others made of the request, such as the message of an exception.
 */
public final class Secrets {
  private static final Secrets NONE = new Secrets(List.of());
  private static final String MASK = "***";

  /** Shorter ones are found as whole words only, or no text would be left. */
  private static final int SHORT = 4;

  /** Longest first, so that none is half masked by a part of it. */
  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  /** Returns the secrets of a request; none if there is no request. */
  public static Secrets of(@Nullable Request request) {
    if (request == null) {
      return NONE;
    }
    var found = new LinkedHashSet<String>();
    for (var header : List.of("Authorization", "Proxy-Authorization")) {
      request.headers().all(header).forEach(value -> addCredentials(found, value));
    }
    request.headers().all("Cookie").forEach(value -> addParameters(found, value, ";"));
    if (!request.query().isEmpty()) {
      addParameters(found, request.query(), "&");
    }
    found.remove("");
    return found.isEmpty()
        ? NONE
        : new Secrets(
            found.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  /** Returns {@code text} as it may be shown: without these secrets, and {@link Printable}. */
  public String shown(String text) {
    return Printable.of(masked(text));
  }

  private String masked(String text) {
    String masked = text;
    for (var value : values) {
      masked = masked(masked, value);
    }
    return masked;
  }

  private static String masked(String text, String value) {
    if (value.length() >= SHORT) {
      return text.replace(value, MASK);
    }
    var masked = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      int end = at + value.length();
      if (at >= from && !isWord(text, at - 1) && !isWord(text, end)) {
        masked.append(text, from, at).append(MASK);
        from = end;
      }
    }
    return masked.append(text, from, text.length()).toString();
  }

  private static boolean isWord(String text, int index) {
    return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }

  // RFC 9110, 11.4: a scheme, then a token or parameters; RFC 7617, 2: Basic has user and password
  private static void addCredentials(Set<String> found, String value) {
    found.add(value);
    int space = value.indexOf(' ');
    String scheme = space < 0 ? "" : value.substring(0, space);
    String credentials = value.substring(space + 1).strip();
    found.add(credentials);
    if (scheme.equalsIgnoreCase("Basic")) {
      try {
        byte[] decoded = Base64.getDecoder().decode(credentials);
        addUserAndPassword(found, new String(decoded, StandardCharsets.UTF_8));
        addUserAndPassword(found, new String(decoded, StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException e) {
        // not base64: nobody will have decoded it
      }
    }
  }

  private static void addUserAndPassword(Set<String> found, String text) {
    found.add(text);
    found.add(text.substring(text.indexOf(':') + 1));
  }

  private static void addParameters(Set<String> found, String text, String separator) {
    found.add(text);
    for (var parameter : text.split(separator, -1)) {
      var value = parameter.substring(parameter.indexOf('=') + 1).strip();
      found.add(value);
      found.add(decoded(value));
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
