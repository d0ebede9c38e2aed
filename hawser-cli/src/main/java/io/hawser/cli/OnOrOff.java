package io.hawser.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whether something is done that is done by default. */
enum OnOrOff {
  ON,
  OFF;

  /** Reads {@code on} or {@code off}. */
  static final class Converter implements ITypeConverter<OnOrOff> {
    @Override
    public OnOrOff convert(String value) {
      return switch (value) {
        case "on" -> ON;
        case "off" -> OFF;
        default -> throw new TypeConversionException("'" + value + "'; expected on or off");
      };
    }
  }
}
