package io.hawser.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proxies that environment variables name. */
final class EnvironmentProxies implements FixedProxies {
  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Optional<Proxy> proxyFor(URI server) {
    var target = ProxyTarget.of(server);
    String exceptions = variable("no_proxy");
    if (target.isThisMachine() || (exceptions != null && NoProxy.parse(exceptions).names(target))) {
      return Optional.empty();
    }
    return List.of(
            server.getScheme() + "_proxy", "socks_proxy", "https_proxy", "http_proxy", "all_proxy")
        .stream()
        .filter(name -> variable(name) != null)
        .findFirst()
        .map(this::proxy);
  }

  private Proxy proxy(String name) {
    String value = String.valueOf(variable(name));
    boolean socks = name.equals("socks_proxy");
    try {
      return Proxy.of(value.contains("://") ? value : (socks ? "socks5://" : "http://") + value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** Returns the value of a variable in small or else in capital letters; null if it is empty. */
  private @Nullable String variable(String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank() && !isFromRequest(name)) {
      value = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    }
    return value.isBlank() ? null : value.strip();
  }

  /** In a CGI script HTTP_PROXY is the header Proxy of the request, from anybody. */
  private boolean isFromRequest(String name) {
    return name.equals("http_proxy") && environment.containsKey("REQUEST_METHOD");
  }
}
