package io.hawser.cli;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time to wait: {@code 50ms}, {@code 2s}, {@code 1m}, {@code 1h}. */
final class DeadlineConverter implements ITypeConverter<Duration> {
  private static final Map<String, Long> UNITS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  @Override
  public Duration convert(String value) {
    long millis = Quantity.parse(value, UNITS).orElse(0);
    if (millis < 1 || millis > LONGEST_MILLIS) {
      throw new TypeConversionException(
          "'" + value + "'; expected 1ms to 24h, such as 50ms, 2s or 1m");
    }
    return Duration.ofMillis(millis);
  }
}
