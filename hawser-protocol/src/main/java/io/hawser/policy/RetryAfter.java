package io.hawser.policy;

import io.hawser.model.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, 10.2.3). */
public final class RetryAfter {
  /** Longer than anybody waits, and safe to add to. */
  private static final int MOST_DIGITS = 9;

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US);

  private RetryAfter() {}

  /**
   * How long the server asks us to wait. A date is measured against the response's own {@code
   * Date}, as the clocks of the two machines may differ; against {@code now} where it has none.
   *
   * @return empty if the header is missing or malformed; never negative
   */
  public static Optional<Duration> of(Response response, Instant now) {
    return response
        .headers()
        .first("Retry-After")
        .map(String::strip)
        .flatMap(
            value -> isNumber(value) ? Optional.of(seconds(value)) : until(value, response, now));
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Duration seconds(String digits) {
    return Duration.ofSeconds(
        digits.length() > MOST_DIGITS ? 999_999_999L : Long.parseLong(digits));
  }

  private static Optional<Duration> until(String value, Response response, Instant now) {
    return date(value, now)
        .map(
            then -> {
              Instant sent =
                  response.headers().first("Date").flatMap(date -> date(date, now)).orElse(now);
              Duration left = Duration.between(sent, then);
              return left.isNegative() ? Duration.ZERO : left;
            });
  }

  /** Reads a date in any of the three forms of RFC 9110, 5.6.7. */
  private static Optional<Instant> date(String text, Instant now) {
    String value = text.strip();
    return parse(value, IMF_FIXDATE)
        .or(() -> parse(value, rfc850(now)))
        .or(() -> parse(value, ASCTIME));
  }

  private static Optional<Instant> parse(String value, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDateTime.parse(value, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  // RFC 9110, 5.6.7: two digits of a year more than 50 years ahead are of the century before
  private static DateTimeFormatter rfc850(Instant now) {
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).getYear() - 49)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US);
  }
}
