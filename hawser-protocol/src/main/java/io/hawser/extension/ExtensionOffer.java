package io.hawser.extension;

import io.hawser.model.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Sec-WebSocket-Extensions} header: an extension that a client offers, or
 * one that a server accepts (RFC 6455, 9.1).
 *
 * @param name as on the wire, a token
 * @param parameters in their order; a name may stand there more than once, which most extensions
 *     forbid
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {
  /**
   * One parameter of an extension.
   *
   * @param name a token
   * @param value a token, quoted on the wire or not; null if the parameter has none
   */
  public record Parameter(String name, @Nullable String value) {
    public Parameter {
      checkToken("extension parameter", name);
      if (value != null) {
        checkToken("value of extension parameter " + name, value);
      }
    }

    /** The parameter as it stands in the header. */
    @Override
    public String toString() {
      return value == null ? name : name + "=" + value;
    }
  }

  public ExtensionOffer {
    checkToken("extension", name);
    parameters = List.copyOf(parameters);
  }

  /** The element as it stands in the header, such as {@code foo; bar; baz=10}. */
  @Override
  public String toString() {
    var text = new StringBuilder(name);
    for (Parameter parameter : parameters) {
      text.append("; ").append(parameter);
    }
    return text.toString();
  }

  private static void checkToken(String what, String text) {
    if (!Headers.isName(text)) {
      throw new IllegalArgumentException(what + ": not a token of RFC 9110");
    }
  }
}
