package io.hawser.cli;

import java.util.Map;
import java.util.OptionalLong;

/** A whole number with a unit directly behind it, such as {@code 64KiB}. */
final class Quantity {
  /** Enough for every option, and never too much for a long. */
  private static final int MAX_DIGITS = 10;

  private Quantity() {}

  /**
   * Returns the number times its unit.
   *
   * @param units what each unit counts, at most 2^30; the empty one is no unit at all
   * @return empty if {@code text} is anything else
   */
  static OptionalLong parse(String text, Map<String, Long> units) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = units.get(text.substring(digits));
    return unit == null || digits == 0 || digits > MAX_DIGITS
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text.substring(0, digits)) * unit);
  }
}
