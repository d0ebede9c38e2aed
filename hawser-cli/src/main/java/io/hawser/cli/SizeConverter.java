package io.hawser.cli;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size in bytes: {@code 65536}, {@code 64KiB}, {@code 1MiB}, {@code 1GiB}. */
final class SizeConverter implements ITypeConverter<Integer> {
  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  @Override
  public Integer convert(String value) {
    long bytes = Quantity.parse(value, UNITS).orElse(0);
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw new TypeConversionException(
          "'%s'; expected 1 to %d bytes, such as 65536, 64KiB or 1MiB"
              .formatted(value, Integer.MAX_VALUE));
    }
    return (int) bytes;
  }
}
