package io.hawser.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry-After in seconds and as a date, and what is neither (RFC 9110, 10.2.3). */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  private static Optional<Duration> read(String... headers) {
    return RetryAfter.of(Failures.response(503, headers), NOW);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "2,2", "' 120 ',120", "00010,10", "99999999999999999999,999999999"})
  void seconds(String value, long seconds) {
    assertThat(read("Retry-After", value)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:47 GMT",
        "Sunday, 06-Nov-94 08:49:47 GMT",
        "Sun Nov  6 08:49:47 1994"
      })
  void aDateInEachOfItsThreeFormsIsMeasuredAgainstNow(String date) {
    assertThat(read("Retry-After", date)).contains(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 09:00:00 GMT",
        "Sunday, 06-Nov-94 09:00:00 GMT",
        "Sun Nov  6 09:00:00 1994"
      })
  void aDateIsMeasuredAgainstTheResponsesOwn(String sent) {
    assertThat(read("Date", sent, "Retry-After", "Sun, 06 Nov 1994 09:02:00 GMT"))
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void aMalformedDateOfTheResponseIsPassedOver() {
    assertThat(read("Date", "yesterday", "Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"))
        .contains(Duration.ofSeconds(10));
  }

  @Test
  void aDateThatHasPassedAsksForNothing() {
    assertThat(read("Retry-After", "Sun, 06 Nov 1994 08:49:36 GMT")).contains(Duration.ZERO);
  }

  @Test
  void aYearOfTwoDigitsIsNeverMoreThanFiftyYearsAhead() {
    assertThat(read("Retry-After", "Thursday, 06-Nov-42 08:49:37 GMT"))
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(17_000)));
    assertThat(read("Retry-After", "Monday, 06-Nov-50 08:49:37 GMT")).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "1.5",
        "soon",
        "2s",
        "\u00b2",
        "0x10",
        "Sun, 06 Nov 1994 08:49:47 CET",
        "Sun, 31 Feb 1994 08:49:47 GMT",
        "Mon, 06 Nov 1994 08:49:47 GMT",
        "Sun, 06 Nov 1994 25:49:47 GMT"
      })
  void whatIsMalformedIsIgnored(String value) {
    assertThat(read("Retry-After", value)).isEmpty();
  }

  @Test
  void withoutTheHeaderNothingIsAsked() {
    assertThat(read("Date", "Sun, 06 Nov 1994 08:49:37 GMT")).isEmpty();
  }
}
