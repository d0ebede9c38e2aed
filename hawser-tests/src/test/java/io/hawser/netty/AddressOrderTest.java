package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.handshake.HostAddress;
import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8305, 4: both families in turn. */
class AddressOrderTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "10.0.0.1 10.0.0.2, 10.0.0.1 10.0.0.2",
    "10.0.0.1 10.0.0.2 ::1 ::2, 10.0.0.1 ::1 10.0.0.2 ::2",
    "::1 ::2 ::3 10.0.0.1, ::1 10.0.0.1 ::2 ::3",
    "10.0.0.1 ::1 ::2 ::3, 10.0.0.1 ::1 ::2 ::3",
    "10.0.0.1 ::1 10.0.0.1 ::1, 10.0.0.1 ::1",
    "'', ''"
  })
  void familiesTakeTurns(String resolved, String tried) {
    assertThat(AddressOrder.interleaved(addresses(resolved).toList()))
        .containsExactlyElementsOf(addresses(tried).toList());
  }

  private static Stream<InetAddress> addresses(String text) {
    return Stream.of(text.split(" ", -1)).filter(a -> !a.isEmpty()).map(HostAddress::parse);
  }
}
