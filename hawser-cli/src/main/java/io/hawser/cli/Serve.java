package io.hawser.cli;

import io.hawser.Drain;
import io.hawser.Timeouts;
import io.hawser.extension.DeflateSettings;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hawser serve}: an echo server, until it is asked to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Serves WebSocket connections and sends every message back.",
    footer = {
      "",
      "The first line on stdout says where it listens, as in",
      "  listening on ws://127.0.0.1:8765/",
      "SIGTERM and SIGINT stop it in order: connections are closed with 1001, and whoever",
      "connects meanwhile is answered with 503."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:stopped by a signal", "2:the options make no sense, or it cannot start"})
final class Serve implements Callable<Integer> {
  /** About what 4 MiB hold. */
  private static final int MOST_EVENTS_WAITING = 16_384;

  private final Streams streams;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Name or address to listen on; 0.0.0.0 or :: for all. Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8765",
      converter = NumberConverter.Port.class,
      description = "TCP port; 0 for one that the system chooses. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "Listen on a Unix-domain socket instead; the file must not exist.")
  private @Nullable Path unix;

  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      description = "Speak TLS, with this certificate and those that lead to its authority.")
  private @Nullable Path tlsCertificates;

  @Option(
      names = "--tls-key",
      paramLabel = "PEM",
      description = "The certificate's private key: PKCS#8, unencrypted.")
  private @Nullable Path tlsKey;

  @Option(
      names = "--opening-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DeadlineConverter.class,
      description = "Deadline for the opening handshake, TLS included. Default: ${DEFAULT-VALUE}.")
  private Duration openingTimeout = Duration.ZERO;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "1MiB",
      converter = SizeConverter.class,
      description = "Largest message accepted, decompressed. Default: ${DEFAULT-VALUE}.")
  private int maxMessageBytes;

  @Option(
      names = "--max-fragments",
      paramLabel = "N",
      defaultValue = "16384",
      converter = NumberConverter.Fragments.class,
      description = "Most fragments of one message. Default: ${DEFAULT-VALUE}.")
  private int maxFragments;

  @Option(
      names = "--compression",
      description = "Compress messages where the client offers to (permessage-deflate).")
  private boolean compression;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      converter = DeadlineConverter.class,
      description =
          "Spread the closing of connections over this time when stopped. Default: all at once.")
  private @Nullable Duration drain;

  @Option(
      names = "--events",
      paramLabel = "FORM",
      defaultValue = "text",
      converter = NameConverter.Events.class,
      description =
          "json: print connections that open, close or fail to open, each as a JSON object on a"
              + " line. Default: ${DEFAULT-VALUE}, which prints none.")
  private EventFormat events = EventFormat.TEXT;

  @Mixin private FigureOptions figures = new FigureOptions();

  Serve(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    WebSocketServer.Builder builder =
        WebSocketServer.builder(
                ws -> {
                  for (var message : ws) {
                    ws.send(message);
                  }
                })
            .limits(
                Limits.defaults()
                    .withMaxMessageBytes(maxMessageBytes)
                    .withMaxFragments(maxFragments))
            .timeouts(Timeouts.defaults().withOpening(openingTimeout));
    if (compression) {
      builder.compression(DeflateSettings.forServers());
    }
    engine.apply(builder);
    secure(builder);
    access.apply(builder, commandSpec());
    figures.apply(builder);
    listen(builder);
    if (events == EventFormat.TEXT) {
      serve(builder, server -> () -> {});
    } else {
      try (var lines = new LineWriter(streams.out(), MOST_EVENTS_WAITING, ServerEvents::dropped)) {
        builder.observer(new ServerEvents(lines::add));
        serve(
            builder,
            server -> {
              lines.start();
              return figures.begin(server, lines::add);
            });
      }
    }
    return ExitStatus.OK;
  }

  private void secure(WebSocketServer.Builder builder) {
    if (tlsCertificates == null && tlsKey == null) {
      return;
    }
    if (tlsCertificates == null) {
      throw unusable("--tls-key without --tls-cert; expected both");
    }
    if (tlsKey == null) {
      throw unusable("--tls-cert without --tls-key; expected both");
    }
    try {
      builder.tls(tlsCertificates, tlsKey);
    } catch (IllegalArgumentException e) {
      throw unusable(e.getMessage());
    }
  }

  private void listen(WebSocketServer.Builder builder) {
    if (unix == null) {
      // resolved here once, so that what cannot be found is told from what cannot be bound
      builder.listen(resolved().getHostAddress(), port);
      return;
    }
    for (String other : new String[] {"--host", "--port"}) {
      if (commandSpec().commandLine().getParseResult().hasMatchedOption(other)) {
        throw unusable("--unix and " + other + "; expected one or the other");
      }
    }
    if (Files.exists(unix, LinkOption.NOFOLLOW_LINKS)) {
      throw unusable(
          "--unix: " + unix + " exists; expected a path for a new socket, remove the file first");
    }
    builder.listenUnix(unix);
  }

  private InetAddress resolved() {
    if (host.isBlank()) {
      // the JDK takes it for the loopback address
      throw unusable("--host: '" + host + "'; expected a name or an address");
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw unusable("--host: unknown host '" + host + "'; expected a name or an address");
    }
  }

  /**
   * Serves until a signal comes.
   *
   * @param ready called once the first line is out; returns what to do when the server has stopped
   */
  private void serve(WebSocketServer.Builder builder, Function<WebSocketServer, Runnable> ready) {
    var asked = new CountDownLatch(1);
    try (var signals = StopSignals.handle(asked::countDown);
        var server = started(builder)) {
      streams.out().println("listening on " + location(server));
      streams.out().flush();
      Runnable stopped = ready.apply(server);
      try {
        asked.await();
        server.stop(drain == null ? Drain.goingAway() : Drain.goingAway().withWindow(drain));
      } finally {
        server.close();
        stopped.run();
      }
    } catch (InterruptedException e) {
      // asked to stop by whoever runs us in his process
    }
  }

  private WebSocketServer started(WebSocketServer.Builder builder) {
    try {
      return builder.start();
    } catch (UncheckedIOException | IllegalStateException e) {
      // an address that is taken, a transport that does not work here
      throw unusable(e.getMessage());
    }
  }

  private String location(WebSocketServer server) {
    if (unix != null) {
      return "unix:" + unix;
    }
    String scheme = tlsCertificates == null ? "ws" : "wss";
    return "%s://%s:%d/".formatted(scheme, Addresses.inUri(host), server.port());
  }

  private Unusable unusable(@Nullable String message) {
    return new Unusable(commandSpec(), String.valueOf(message));
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    return spec;
  }
}
