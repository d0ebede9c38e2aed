package io.hawser.cli;

import io.hawser.Carrier;
import io.hawser.TransportType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a constant, in lower case. */
abstract sealed class NameConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> all;

  private NameConverter(E[] all) {
    this.all = List.of(all);
  }

  @Override
  public E convert(String value) {
    return all.stream()
        .filter(one -> name(one).equals(value))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("'%s'; expected %s".formatted(value, names())));
  }

  private String names() {
    Stream<String> others = all.subList(0, all.size() - 1).stream().map(NameConverter::name);
    return String.join(", ", others.toList()) + " or " + name(all.getLast());
  }

  private static String name(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  /** How events are told. */
  static final class Events extends NameConverter<EventFormat> {
    Events() {
      super(EventFormat.values());
    }
  }

  /** Whether something is done. */
  static final class Switch extends NameConverter<OnOrOff> {
    Switch() {
      super(OnOrOff.values());
    }
  }

  /** The way to the system's sockets. */
  static final class Transports extends NameConverter<TransportType> {
    Transports() {
      super(TransportType.values());
    }
  }

  /** What carries virtual threads. */
  static final class Carriers extends NameConverter<Carrier> {
    Carriers() {
      super(Carrier.values());
    }
  }
}
