package io.hawser.cli;

import io.hawser.Carrier;
import io.hawser.TransportType;
import io.hawser.server.WebSocketServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What moves the bytes of {@code serve}, and what runs its handlers. */
final class EngineOptions {
  @Option(
      names = "--transport",
      paramLabel = "NAME",
      converter = Transport.class,
      description =
          "The way to the system's sockets: auto, io_uring, epoll, kqueue or nio. Default: auto.")
  private @Nullable TransportType transport;

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      converter = Carriers.class,
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

  /** Reads the name of a transport. */
  static final class Transport implements ITypeConverter<TransportType> {
    @Override
    public TransportType convert(String value) {
      return named(TransportType.values(), value);
    }
  }

  /** Reads the name of a carrier. */
  static final class Carriers implements ITypeConverter<Carrier> {
    @Override
    public Carrier convert(String value) {
      return named(Carrier.values(), value);
    }
  }

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

  private static <T extends Enum<T>> T named(T[] all, String value) {
    return Arrays.stream(all)
        .filter(one -> one.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    Arrays.stream(all)
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .collect(
                            Collectors.joining(", ", "'" + value + "'; expected one of ", ""))));
  }
}
