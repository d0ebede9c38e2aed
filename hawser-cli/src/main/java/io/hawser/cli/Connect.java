package io.hawser.cli;

import io.hawser.ClientTls;
import io.hawser.WebSocket;
import io.hawser.client.Connections;
import io.hawser.client.Proxies;
import io.hawser.client.Proxy;
import io.hawser.client.WebSocketClient;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.HandshakeException;
import io.hawser.error.InvalidUriException;
import io.hawser.error.RetriesExhaustedException;
import io.hawser.error.WebSocketException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.Closure;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hawser connect}: lines from stdin to a server, its messages to stdout. */
@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Sends each line of stdin as a text message, and prints the messages that come.",
    footer = {
      "",
      "The end of the input closes the connection with 1000, once the answers that come promptly",
      "are printed. SIGINT and SIGTERM close it with 1000 at once."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the connection closed normally",
      "2:the options make no sense",
      "3:the connection did not open, or with --reconnect: it was given up",
      "4:the connection did not close normally"
    })
final class Connect implements Callable<Integer> {
  private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

  private final Streams streams;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description = "Add a header to the request. Can be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--header-command",
      paramLabel = "CMD",
      description =
          "Run this by sh before each attempt, and add each line of its output to the request as a"
              + " header.")
  private @Nullable String headerCommand;

  @Option(
      names = "--subprotocol",
      paramLabel = "NAME",
      description = "Offer a subprotocol, the best first. Can be repeated.")
  private List<String> subprotocols = List.of();

  @Option(
      names = "--proxy",
      paramLabel = "URI",
      description =
          "Connect by this proxy: http://, https://, socks4a:// or socks5://, with USER:PASSWORD@"
              + " perhaps; none for no proxy. Default: the JVM's, or else the environment's.")
  private @Nullable String proxy;

  @Option(
      names = "--insecure",
      description =
          "With wss, or a proxy of https: accept any certificate. For tests and first looks only.")
  private boolean insecure;

  @Option(names = "--compression", description = "Offer to compress messages (permessage-deflate).")
  private boolean compression;

  @Option(
      names = "--events",
      paramLabel = "FORM",
      defaultValue = "text",
      converter = NameConverter.Events.class,
      description =
          "json: print what happens, messages too, each as a JSON object on a line."
              + " Default: ${DEFAULT-VALUE}.")
  private EventFormat events = EventFormat.TEXT;

  @ArgGroup(exclusive = false, heading = "%nComing back:%n")
  private @Nullable ReconnectOptions reconnect;

  @Parameters(
      paramLabel = "URI",
      description = "Where to connect to, such as wss://example.com/chat.")
  private String uri = "";

  Connect(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    WebSocketClient.Builder builder = builder();
    if (reconnect != null) {
      return comeBack(builder);
    }
    try (WebSocket ws = builder.connect()) {
      Closure closure = events == EventFormat.TEXT && streams.interactive() ? talk(ws) : pipe(ws);
      if (closure.isClean()) {
        return ExitStatus.OK;
      }
      streams.complain("connection " + closure);
      return ExitStatus.CLOSED_ABNORMALLY;
    } catch (HandshakeException e) {
      transcript().failed(e);
      streams.complain(String.valueOf(e.getMessage()));
      return ExitStatus.HANDSHAKE_FAILED;
    }
  }

  private WebSocketClient.Builder builder() {
    try {
      var builder = WebSocketClient.builder(uri);
      for (String header : headers) {
        int colon = header.indexOf(':');
        if (colon < 0) {
          throw new IllegalArgumentException(
              "--header: '" + header + "'; expected a name, a colon and a value");
        }
        builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      if (!subprotocols.isEmpty()) {
        builder.subprotocols(subprotocols.toArray(String[]::new));
      }
      if (headerCommand != null) {
        builder.headers(new HeaderCommand(headerCommand));
      }
      if (reconnect != null) {
        reconnect.on(builder);
      }
      if (insecure) {
        builder.trustAnyServer();
      }
      if (proxy != null) {
        builder.proxies(proxy.equals("none") ? Proxies.none() : Proxies.of(proxy(proxy)));
      }
      if (compression) {
        builder.compression(DeflateSettings.forClients());
      }
      return builder;
    } catch (InvalidUriException | IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new Unusable(spec, String.valueOf(e.getMessage()));
    }
  }

  private Proxy proxy(String text) {
    Proxy named = Proxy.of(text);
    return insecure && named.isSecure()
        ? named.withTls(ClientTls.builder().trustAnyServer().build())
        : named;
  }

  private int comeBack(WebSocketClient.Builder builder) throws IOException {
    if (events == EventFormat.TEXT && streams.interactive()) {
      try (var prompt = Prompt.open();
          var countdown = new Countdown(prompt::status)) {
        var above = streams.withErr(prompt.err());
        return comeBack(builder, prompt, new PromptTranscript(prompt), countdown, above, null);
      }
    }
    var lines = new PipedLines(streams.in(), MAX_LINE_BYTES, streams::complain);
    PrintStream json = events == EventFormat.JSON ? streams.out() : null;
    return comeBack(builder, lines, transcript(), new Countdown(null), streams, json);
  }

  private static int comeBack(
      WebSocketClient.Builder builder,
      LineSource lines,
      Transcript transcript,
      Countdown countdown,
      Streams streams,
      @Nullable PrintStream json) {
    var told = new AttemptEvents(json, countdown);
    try (Connections connections = builder.observer(told).connections()) {
      var conversation =
          new ReconnectingConversation(connections, lines, transcript, told, streams::complain);
      Closure last;
      try (var signals = StopSignals.handle(conversation::finish)) {
        last = conversation.run();
      }
      if (last == null || last.isClean()) {
        return ExitStatus.OK;
      }
      streams.complain("connection " + last);
      return ExitStatus.CLOSED_ABNORMALLY;
    } catch (CallInterruptedException e) {
      throw e;
    } catch (WebSocketException e) {
      told.awaitGaveUp();
      Throwable cause = e instanceof RetriesExhaustedException ? e.getCause() : null;
      streams.complain(e.getMessage() + (cause == null ? "" : "; the last: " + cause.getMessage()));
      return ExitStatus.HANDSHAKE_FAILED;
    }
  }

  /** A conversation with a person at a terminal. */
  private Closure talk(WebSocket ws) throws IOException {
    try (var prompt = Prompt.open()) {
      var above = streams.withErr(prompt.err());
      return converse(ws, prompt, new PromptTranscript(prompt), above);
    }
  }

  private Closure pipe(WebSocket ws) {
    var lines = new PipedLines(streams.in(), MAX_LINE_BYTES, streams::complain);
    return converse(ws, lines, transcript(), streams);
  }

  private static Closure converse(
      WebSocket ws, LineSource lines, Transcript transcript, Streams streams) {
    try (var signals = StopSignals.handle(ws::close)) {
      transcript.opened(ws);
      Closure closure = new Conversation(ws, lines, transcript, streams::complain).run();
      transcript.closed(closure);
      return closure;
    }
  }

  private Transcript transcript() {
    return events == EventFormat.JSON
        ? new JsonTranscript(streams.out())
        : new TextTranscript(streams.out());
  }
}
