package io.hawser.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code on} or {@code off}. */
final class OnOrOff implements ITypeConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new TypeConversionException("'" + value + "'; expected on or off");
    };
  }
}
