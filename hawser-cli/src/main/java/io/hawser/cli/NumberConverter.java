package io.hawser.cli;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number within a range. */
abstract sealed class NumberConverter implements ITypeConverter<Integer> {
  private static final Map<String, Long> NO_UNIT = Map.of("", 1L);

  private final int least;
  private final int most;

  private NumberConverter(int least, int most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public Integer convert(String value) {
    long number = Quantity.parse(value, NO_UNIT).orElse(-1);
    if (number < least || number > most) {
      throw new TypeConversionException(
          "'%s'; expected a number from %d to %d".formatted(value, least, most));
    }
    return (int) number;
  }

  /** A TCP port; 0 for one that the system chooses. */
  static final class Port extends NumberConverter {
    Port() {
      super(0, 65_535);
    }
  }

  /** A number of fragments. */
  static final class Fragments extends NumberConverter {
    Fragments() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** A number of threads. */
  static final class Threads extends NumberConverter {
    Threads() {
      super(1, 1024);
    }
  }
}
