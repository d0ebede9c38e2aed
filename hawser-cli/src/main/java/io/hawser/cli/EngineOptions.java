package io.hawser.cli;

import io.hawser.Carrier;
import io.hawser.TransportType;
import io.hawser.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What moves the bytes of {@code serve}, and what runs its handlers. */
final class EngineOptions {
  @Option(
      names = "--transport",
      paramLabel = "NAME",
      converter = NameConverter.Transports.class,
      description =
          "The way to the system's sockets: auto, io_uring, epoll, kqueue or nio. Default: auto.")
  private @Nullable TransportType transport;

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      converter = NameConverter.Carriers.class,
      description =
          "What runs the handlers' virtual threads: jdk, its scheduler, or loop, the event loop of"
              + " each connection. Default: jdk.")
  private @Nullable Carrier carrier;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = NumberConverter.Threads.class,
      description = "Threads that move bytes. Default: one per processor.")
  private @Nullable Integer threads;

  /** Sets what the builder has to know. */
  void apply(WebSocketServer.Builder builder) {
    if (transport != null) {
      builder.transport(transport);
    }
    if (carrier != null) {
      builder.carrier(carrier);
    }
    if (threads != null) {
      builder.threads(threads);
    }
  }
}
