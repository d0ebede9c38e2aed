package io.hawser.extension;

import io.hawser.extension.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The four parameters of permessage-deflate as an offer or an answer states them (RFC 7692, 7.1).
 */
final class DeflateTerms {
  static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
  static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
  static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
  static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

  private final List<Parameter> parameters = new ArrayList<>(4);

  /** Returns what is wrong with a client's offer by itself, or null. */
  static @Nullable String faultOfOffer(ExtensionOffer offer) {
    return fault(offer, false);
  }

  /** Returns what is wrong with a server's answer by itself, or null. */
  static @Nullable String faultOfAnswer(ExtensionOffer answer) {
    return fault(answer, true);
  }

  private static @Nullable String fault(ExtensionOffer stated, boolean answer) {
    if (!stated.name().equals(PerMessageDeflate.NAME)) {
      return "not " + PerMessageDeflate.NAME + ": " + shown(stated.name());
    }
    List<Parameter> parameters = stated.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      String value = parameter.value();
      boolean valid;
      switch (parameter.name()) {
        case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> valid = value == null;
        case SERVER_MAX_WINDOW_BITS -> valid = value != null && bits(value) != 0;
        // 7.1.2.2: an offer may leave the value out, an answer may not
        case CLIENT_MAX_WINDOW_BITS -> valid = value == null ? !answer : bits(value) != 0;
        default -> {
          return "unknown parameter: " + shown(parameter.name());
        }
      }
      if (!valid) {
        return "invalid value: " + shown(parameter.toString());
      }
      // of four known names, so this does not grow with the square of what a peer sends
      if (has(parameters.subList(0, i), parameter.name())) {
        return "parameter twice: " + parameter.name();
      }
    }
    return null;
  }

  /** Tokens are harmless to print, but a peer may make them long. */
  private static String shown(String token) {
    return token.length() <= 60 ? token : token.substring(0, 60) + "...";
  }

  /** Whether a parameter is there. */
  static boolean has(ExtensionOffer stated, String name) {
    return has(stated.parameters(), name);
  }

  private static boolean has(List<Parameter> parameters, String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the value of a window parameter without fault, or 15 if it or its value is absent. */
  static int windowBits(ExtensionOffer stated, String name) {
    for (Parameter parameter : stated.parameters()) {
      String value = parameter.value();
      if (parameter.name().equals(name) && value != null) {
        return bits(value);
      }
    }
    return DeflateParameters.MAX_WINDOW_BITS;
  }

  /** Returns the number that {@code value} is, or 0. 7.1.2: decimal, without leading zeros. */
  private static int bits(String value) {
    return switch (value) {
      case "8" -> 8;
      case "9" -> 9;
      case "10" -> 10;
      case "11" -> 11;
      case "12" -> 12;
      case "13" -> 13;
      case "14" -> 14;
      case "15" -> 15;
      default -> 0;
    };
  }

  /** States a parameter without a value. */
  DeflateTerms with(String name) {
    parameters.add(new Parameter(name, null));
    return this;
  }

  /** States a window. */
  DeflateTerms with(String name, int bits) {
    parameters.add(new Parameter(name, Integer.toString(bits)));
    return this;
  }

  ExtensionOffer toOffer() {
    return new ExtensionOffer(PerMessageDeflate.NAME, parameters);
  }
}
