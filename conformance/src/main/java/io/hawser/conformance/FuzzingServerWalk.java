package io.hawser.conformance;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Message;
import io.hawser.protocol.Limits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Walks the cases of an Autobahn fuzzing server, echoing whatever it sends. What the server thought
 * of it stands in the server's reports, not in this program's exit status.
 */
@Command(
    name = "run-client",
    mixinStandardHelpOptions = true,
    description = "Runs all test cases of an Autobahn fuzzing server against Hawser's client.")
public final class FuzzingServerWalk implements Callable<Integer> {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
  private static final int MAX_FRAGMENTS = 1_000_000;

  @Parameters(
      paramLabel = "URL",
      description = "The fuzzing server, such as ws://127.0.0.1:9001; without query or fragment.")
  private String url = "";

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      defaultValue = "Hawser",
      description = "What to be called in the reports. Default: ${DEFAULT-VALUE}.")
  private String agent = "";

  @Option(
      names = "--compression",
      description = "Offer permessage-deflate, and compress every message where it is accepted.")
  private boolean compression;

  @ArgGroup private @Nullable Trust trust;

  /** Which servers to trust over TLS; the authorities of the JDK if nothing is said. */
  static final class Trust {
    @Option(
        names = "--trust",
        paramLabel = "PEM",
        description = "Trust the servers that this certificate's authority vouches for.")
    private @Nullable Path authority;

    @Option(names = "--insecure", description = "Accept any certificate.")
    private boolean any;
  }

  /** Runs the command and exits: 0 when all cases were run, 2 usage, 3 server not reached. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FuzzingServerWalk()).execute(args));
  }

  @Override
  public Integer call() {
    SSLContext context =
        trust == null || trust.authority == null ? null : TrustedAuthority.context(trust.authority);
    try {
      int cases = countCases(context);
      int unopened = 0;
      for (int i = 1; i <= cases; i++) {
        if (!runCase(context, i)) {
          unopened++;
        }
      }
      converse(context, "/updateReports?agent=" + encoded(agent));
      System.out.printf("%d cases run, %d connections not opened%n", cases, unopened);
      return 0;
    } catch (HandshakeException e) {
      System.err.println("run-client: " + e.getMessage());
      return 3;
    }
  }

  private int countCases(@Nullable SSLContext context) {
    try (WebSocket ws = connect(context, "/getCaseCount")) {
      return Integer.parseInt(ws.receive().text());
    }
  }

  /** Returns whether the connection opened; some cases are there to find out. */
  private boolean runCase(@Nullable SSLContext context, int number) {
    try {
      converse(context, "/runCase?case=" + number + "&agent=" + encoded(agent));
      return true;
    } catch (HandshakeException e) {
      System.err.println("case number " + number + ": " + e.getMessage());
      return false;
    }
  }

  private void converse(@Nullable SSLContext context, String resource) {
    try (WebSocket ws = connect(context, resource)) {
      for (Message message : ws) {
        ws.send(message);
      }
    } catch (ConnectionClosedException e) {
      // The server provokes it, and judges how it was done.
    } catch (HandshakeException e) {
      throw e;
    } catch (WebSocketException e) {
      System.err.println(resource + ": " + e);
    }
  }

  private WebSocket connect(@Nullable SSLContext context, String resource) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    var builder =
        WebSocketClient.builder(base + resource)
            .limits(
                Limits.defaults()
                    .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                    .withMaxFragments(MAX_FRAGMENTS));
    if (compression) {
      builder.compression(DeflateSettings.forClients().withThresholdBytes(0));
    }
    if (context != null) {
      builder.tls(context);
    } else if (trust != null && trust.any) {
      builder.trustAnyServer();
    }
    return builder.connect();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
