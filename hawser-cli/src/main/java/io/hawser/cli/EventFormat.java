package io.hawser.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command tells what happens. */
enum EventFormat {
  TEXT,
  JSON;

  /** Reads {@code text} or {@code json}. */
  static final class Converter implements ITypeConverter<EventFormat> {
    @Override
    public EventFormat convert(String value) {
      return switch (value) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default -> throw new TypeConversionException("'" + value + "'; expected text or json");
      };
    }
  }
}
