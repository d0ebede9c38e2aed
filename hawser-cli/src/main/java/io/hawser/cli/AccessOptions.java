package io.hawser.cli;

import io.hawser.handshake.Origins;
import io.hawser.server.BasicAuth;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who may connect to {@code serve}. */
final class AccessOptions {
  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description =
          "Admit pages of this origin, such as https://example.com, and nothing that is not named;"
              + " same-host for the server's own pages, none for clients that name no origin, any"
              + " for all. May be repeated. Default: same-host, and clients without origin that"
              + " send no cookie.")
  private List<String> origins = List.of();

  @Option(
      names = "--basic",
      paramLabel = "USER:FILE",
      description = "Ask for a user name and the password that is in this file.")
  private @Nullable String basic;

  @Option(
      names = "--guard",
      paramLabel = "on|off",
      defaultValue = "on",
      converter = NameConverter.Switch.class,
      description =
          "Refuse sources that fail again and again, and too many handshakes or connections at"
              + " once. Default: ${DEFAULT-VALUE}.")
  private OnOrOff guard = OnOrOff.ON;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "RANGE",
      description =
          "Believe this proxy whom it names in Forwarded or X-Forwarded-For: an address, a range"
              + " such as 10.0.0.0/8, or unix. May be repeated. Default: nobody is believed.")
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--proxy-protocol",
      description = "Expect a header of the PROXY protocol from trusted proxies.")
  private boolean proxyProtocol;

  /** Sets what was given. */
  void apply(WebSocketServer.Builder builder, CommandSpec command) {
    if (!origins.isEmpty()) {
      builder.origins(policy(command));
    }
    if (basic != null) {
      builder.processRequest(auth(basic, command));
    }
    if (guard == OnOrOff.OFF) {
      builder.unguarded();
    }
    believe(builder, command);
  }

  private void believe(WebSocketServer.Builder builder, CommandSpec command) {
    try {
      builder.trustedProxies(trustedProxies.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new Unusable(command, "--trusted-proxy: " + e.getMessage());
    }
    if (proxyProtocol) {
      if (trustedProxies.isEmpty()) {
        throw new Unusable(command, "--proxy-protocol without --trusted-proxy; expected both");
      }
      builder.proxyProtocol();
    }
  }

  private Origins policy(CommandSpec command) {
    var policy = Origins.builder();
    for (String origin : origins) {
      switch (origin) {
        case "any" -> {
          if (origins.size() > 1) {
            throw new Unusable(command, "--origin any, and another; expected one or the other");
          }
          return Origins.any();
        }
        case "same-host" -> policy.allowSameHost();
        case "none" -> policy.allowNoOrigin();
        default -> {
          try {
            policy.allow(origin);
          } catch (IllegalArgumentException e) {
            throw new Unusable(command, "--origin: " + e.getMessage());
          }
        }
      }
    }
    return policy.build();
  }

  private static BasicAuth auth(String userAndFile, CommandSpec command) {
    int colon = userAndFile.indexOf(':');
    if (colon < 1 || colon == userAndFile.length() - 1) {
      throw new Unusable(
          command,
          "--basic: '" + userAndFile + "'; expected a user and a file, such as ada:pass.txt");
    }
    String user = userAndFile.substring(0, colon);
    Path file = Path.of(userAndFile.substring(colon + 1));
    String password;
    try {
      password = Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new Unusable(command, "--basic: cannot read " + file + "; expected a password in it");
    }
    if (password.isEmpty()) {
      throw new Unusable(command, "--basic: " + file + " is empty; expected a password in it");
    }
    return BasicAuth.of("hawser", Map.of(user, password));
  }
}
