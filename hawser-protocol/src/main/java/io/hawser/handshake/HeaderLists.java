package io.hawser.handshake;

import io.hawser.error.InvalidHeaderException;
import io.hawser.extension.ExtensionOffer;
import io.hawser.extension.ExtensionOffer.Parameter;
import io.hawser.model.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the handshake that are lists. Each is read over all fields of its name, in linear
 * time. Empty elements are skipped (RFC 9110, 5.6.1), but a field without any element is an error,
 * as RFC 6455 wants at least one.
 */
final class HeaderLists {
  private HeaderLists() {}

  /** Returns the options of {@code Connection} (RFC 9110, 7.6.1). */
  static List<String> connection(Headers headers) {
    return list("Connection", headers, HeaderScanner::token);
  }

  /** Returns the protocols of {@code Upgrade}, with their versions (RFC 9110, 7.8). */
  static List<String> upgrade(Headers headers) {
    return list(
        "Upgrade",
        headers,
        scanner -> {
          var name = scanner.token();
          return scanner.skip('/') ? name + "/" + scanner.token() : name;
        });
  }

  /** Returns the subprotocols that a client offers (RFC 6455, 4.1, number 10). */
  static List<String> subprotocols(Headers headers) {
    return list("Sec-WebSocket-Protocol", headers, HeaderScanner::token);
  }

  /** Returns the extensions that are offered or accepted (RFC 6455, 9.1). */
  static List<ExtensionOffer> extensions(Headers headers) {
    return list("Sec-WebSocket-Extensions", headers, HeaderLists::extension);
  }

  private static ExtensionOffer extension(HeaderScanner scanner) {
    var name = scanner.token();
    List<Parameter> parameters = new ArrayList<>();
    scanner.skipSpace();
    while (scanner.skip(';')) {
      scanner.skipSpace();
      parameters.add(parameter(scanner));
      scanner.skipSpace();
    }
    return new ExtensionOffer(name, parameters);
  }

  private static Parameter parameter(HeaderScanner scanner) {
    var name = scanner.token();
    // spaces round "=" were implied by RFC 2616, whose list rule RFC 6455 uses
    scanner.skipSpace();
    @Nullable String value = null;
    if (scanner.skip('=')) {
      scanner.skipSpace();
      value = scanner.tokenOrQuotedToken();
    }
    return new Parameter(name, value);
  }

  private static <T> List<T> list(
      String name, Headers headers, Function<HeaderScanner, T> element) {
    List<T> elements = new ArrayList<>();
    for (var value : headers.all(name)) {
      int before = elements.size();
      var scanner = new HeaderScanner(name, value);
      scanner.skipSpace();
      while (!scanner.atEnd()) {
        if (!scanner.skip(',')) {
          elements.add(element.apply(scanner));
          scanner.skipSpace();
          if (!scanner.atEnd() && !scanner.skip(',')) {
            throw scanner.broken("a comma");
          }
        }
        scanner.skipSpace();
      }
      if (elements.size() == before) {
        throw new InvalidHeaderException(
            name, Printable.of(value), "expected at least one element");
      }
    }
    return elements;
  }
}
