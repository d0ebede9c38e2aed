package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.Role;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 7692, 7.2.3, byte by byte. */
class DeflateExamplesTest {
  private static final DeflateParameters TAKEOVER = new DeflateParameters(false, false, 15, 15);
  private static final DeflateParameters NO_TAKEOVER = new DeflateParameters(true, true, 15, 15);

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("7.2.3.1 one block", "f248cdc9c90700"),
        arguments("7.2.3.3 no compression", "000500faff48656c6c6f00"),
        arguments("7.2.3.4 final block", "f348cdc9c9070000"),
        arguments("7.2.3.5 two blocks", "f248050000 00ffffcac9c90700"),
        arguments("a final block, and nothing after it", "f348cdc9c90700"),
        arguments("two final blocks", "f3480500 cbc9c90700 00"),
        arguments("a final empty block before", "0300f248cdc9c90700"),
        arguments("many empty blocks before", "000000ffff".repeat(50) + "f248cdc9c90700"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void expands(String example, String hex) {
    byte[] compressed = bytes(hex);
    for (DeflateParameters parameters : List.of(TAKEOVER, NO_TAKEOVER)) {
      for (int split = 0; split <= compressed.length; split++) {
        try (MessageInflater inflater = inflater(parameters)) {
          // again and again: what one message leaves behind must not harm the next
          for (int i = 0; i < 3; i++) {
            var out = new Collected();
            inflater.inflate(compressed, 0, split, out);
            inflater.inflate(compressed, split, compressed.length - split, out);
            inflater.endMessage(out);
            assertThat(out.take()).as(example).isEqualTo(hello());
          }
        }
      }
    }
  }

  @Test
  void compressesWithAndWithoutTheWindowOfTheMessageBefore() {
    // 7.2.3.1 and 7.2.3.2
    assertThat(compressTwice(TAKEOVER)).containsExactly("f248cdc9c90700", "f200110000");
    assertThat(compressTwice(NO_TAKEOVER)).containsExactly("f248cdc9c90700", "f248cdc9c90700");
  }

  @Test
  void expandsWithTheWindowOfTheMessageBefore() {
    try (MessageInflater inflater = inflater(TAKEOVER)) {
      for (String hex : List.of("f248cdc9c90700", "f200110000")) {
        var out = new Collected();
        byte[] compressed = bytes(hex);
        inflater.inflate(compressed, 0, compressed.length, out);
        inflater.endMessage(out);
        assertThat(out.take()).isEqualTo(hello());
      }
    }
  }

  @Test
  void compressesAnEmptyMessageToOneByte() {
    // 7.2.3.6
    for (DeflateParameters parameters : List.of(TAKEOVER, NO_TAKEOVER)) {
      try (MessageDeflater deflater = deflater(parameters)) {
        for (int i = 0; i < 3; i++) {
          var out = new Collected();
          deflater.deflate(new byte[0], 0, 0, true, out);
          assertThat(out.take()).containsExactly(0);
        }
      }
    }
  }

  @Test
  void endsAMessageWhoseLastFragmentIsEmpty() {
    try (MessageDeflater deflater = deflater(NO_TAKEOVER)) {
      var out = new Collected();
      deflater.deflate(hello(), 0, 5, false, out);
      assertThat(hex(out.take())).isEqualTo("f248cdc9c907000000ffff");
      deflater.deflate(hello(), 5, 0, true, out);
      assertThat(hex(out.take())).isEqualTo("00");
    }
  }

  private static List<String> compressTwice(DeflateParameters parameters) {
    try (MessageDeflater deflater = deflater(parameters)) {
      return Stream.of(1, 2)
          .map(
              i -> {
                var out = new Collected();
                deflater.deflate(hello(), 0, 5, true, out);
                return hex(out.take());
              })
          .toList();
    }
  }

  private static MessageInflater inflater(DeflateParameters parameters) {
    return PerMessageDeflate.of(parameters, DeflateSettings.forServers(), Role.SERVER).inflater();
  }

  private static MessageDeflater deflater(DeflateParameters parameters) {
    return PerMessageDeflate.of(parameters, DeflateSettings.forServers(), Role.SERVER).deflater();
  }

  private static byte[] hello() {
    return "Hello".getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
