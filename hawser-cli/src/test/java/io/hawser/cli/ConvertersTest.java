package io.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "65536, 65536",
    "2147483647, 2147483647",
    "1KiB, 1024",
    "64KiB, 65536",
    "1MiB, 1048576",
    "1GiB, 1073741824"
  })
  void readsSizes(String text, int bytes) {
    assertThat(new SizeConverter().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "0MiB",
        "-1",
        "+1",
        "1.5MiB",
        "1 MiB",
        "1M",
        "1MB",
        "1mib",
        "MiB",
        "2GiB",
        "2147483648",
        "99999999999999999999",
        "٣",
        "0x10",
        "1MiB\n"
      })
  void refusesOtherSizes(String text) {
    assertThatThrownBy(() -> new SizeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "'; expected 1 to 2147483647 bytes");
  }

  @ParameterizedTest
  @CsvSource({"1ms, 1", "50ms, 50", "2s, 2000", "1m, 60000", "1h, 3600000", "24h, 86400000"})
  void readsTimes(String text, long millis) {
    assertThat(new DeadlineConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "10",
        "0s",
        "0ms",
        "-1s",
        "1.5s",
        "10 s",
        "10S",
        "1d",
        "25h",
        "1441m",
        "PT10S",
        "s",
        "1us",
        "99999999h",
        "123456789ms"
      })
  void refusesOtherTimes(String text) {
    assertThatThrownBy(() -> new DeadlineConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "'; expected 1ms to 24h");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "8765, 8765", "65535, 65535", "00080, 80"})
  void readsPorts(String text, int port) {
    assertThat(new NumberConverter.Port().convert(text)).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "65536", "http", "80.0", " 80", "4294967296", "0000000000080"})
  void refusesOtherPorts(String text) {
    assertThatThrownBy(() -> new NumberConverter.Port().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "'; expected a number from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "1025", "all", "1e2"})
  void refusesOtherNumbersOfThreads(String text) {
    assertThatThrownBy(() -> new NumberConverter.Threads().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "'; expected a number from 1 to 1024");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648", "many"})
  void refusesOtherNumbersOfFragments(String text) {
    assertThatThrownBy(() -> new NumberConverter.Fragments().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "'; expected a number from 1 to 2147483647");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xml", "JSON", "Text"})
  void refusesOtherForms(String text) {
    assertThatThrownBy(() -> new NameConverter.Events().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "'; expected text or json");
  }
}
