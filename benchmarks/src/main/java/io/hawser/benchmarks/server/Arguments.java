package io.hawser.benchmarks.server;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server is started with: a port, and {@code name=value} for what is not to be as usual. */
final class Arguments {
  private final int port;
  private final Map<String, String> values;

  private Arguments(int port, Map<String, String> values) {
    this.port = port;
    this.values = values;
  }

  static Arguments of(String... args) {
    return new Arguments(
        Integer.parseInt(args[0]),
        Stream.of(args)
            .skip(1)
            .map(arg -> arg.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  int port() {
    return port;
  }

  /** Returns a value; {@code usual} if none is given. */
  String value(String name, String usual) {
    return values.getOrDefault(name, usual);
  }

  /** How many threads move bytes: {@code threads}, or one. */
  int threads() {
    return Integer.parseInt(value("threads", "1"));
  }

  /** Its TLS: {@code tls}; null for none. */
  @Nullable Tls tls() {
    String value = values.get("tls");
    return value == null ? null : Tls.parse(value);
  }

  /** Whether it is to compress: {@code deflate}, which has more to say to Hawser. */
  boolean deflates() {
    return values.containsKey("deflate");
  }
}
