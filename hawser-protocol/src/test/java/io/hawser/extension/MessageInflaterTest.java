package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.model.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInflaterTest {
  private static final byte[] HELLO = HexFormat.of().parseHex("f248cdc9c90700");
  private static final byte[] AGAIN = HexFormat.of().parseHex("f200110000");

  private final List<Inflater> created = new ArrayList<>();
  private final Pool<Inflater> pool =
      new Pool<>(
          2,
          () -> {
            var inflater = new Inflater(true);
            created.add(inflater);
            return inflater;
          },
          Inflater::end);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "block type 3, 06",
    "stored length without its complement, 000500000048656c6c6f00",
    "distance before the message, 0200110000",
    "lengths that no code has, 04ffffffffffffffff",
    "length symbol 286, 1b03",
    "garbage after a final block, f348cdc9c90700ff",
  })
  void refusesWhatIsNotDeflate(String what, String hex) {
    byte[] compressed = HexFormat.of().parseHex(hex);
    for (boolean keepsContext : new boolean[] {true, false}) {
      for (int split = 0; split <= compressed.length; split++) {
        int at = split;
        var inflater = new JdkMessageInflater(keepsContext, pool);
        assertThatThrownBy(
                () -> {
                  var out = new Collected();
                  inflater.inflate(compressed, 0, at, out);
                  inflater.inflate(compressed, at, compressed.length - at, out);
                  inflater.endMessage(out);
                })
            .as(what)
            .isInstanceOfSatisfying(
                ProtocolException.class,
                e -> assertThat(e.code()).isEqualTo(CloseCode.INVALID_PAYLOAD))
            .hasMessageContaining("not DEFLATE");
        assertIsBroken(inflater);
      }
    }
  }

  @Test
  void refusesAMessageThatIsCutShort() {
    byte[] text =
        "Hello, hello, hello! What a day, what a day.".getBytes(StandardCharsets.US_ASCII);
    byte[] compressed = compress(text);
    for (int length = 1; length < compressed.length; length++) {
      var inflater = new JdkMessageInflater(false, pool);
      inflater.inflate(compressed, 0, length, new Collected());
      assertThatThrownBy(() -> inflater.endMessage(new Collected()))
          .isInstanceOf(ProtocolException.class);
      assertIsBroken(inflater);
    }
  }

  @Test
  void seesWithContextTakeoverToo() {
    // of a stored block of 100 bytes, 5 came: the tail would be taken for four more
    byte[] compressed = HexFormat.of().parseHex("0064009bff48656c6c6f");
    var inflater = new JdkMessageInflater(true, pool);
    var out = new Collected();
    inflater.inflate(compressed, 0, compressed.length, out);
    assertThatThrownBy(() -> inflater.endMessage(out)).isInstanceOf(ProtocolException.class);
    assertThat(out.take()).hasSize(5);
  }

  @Test
  void takesAMessageWithoutAByteForAnEmptyOne() {
    for (boolean keepsContext : new boolean[] {true, false}) {
      try (var inflater = new JdkMessageInflater(keepsContext, pool)) {
        for (int i = 0; i < 3; i++) {
          assertThat(expand(inflater, HELLO)).hasSize(5);
          assertThat(expand(inflater, new byte[0])).isEmpty();
        }
      }
    }
  }

  @Test
  void keepsTheWindowOnlyWithContextTakeover() {
    try (var inflater = new JdkMessageInflater(true, pool)) {
      assertThat(expand(inflater, HELLO)).isEqualTo(expand(inflater, AGAIN));
    }
    try (var inflater = new JdkMessageInflater(false, pool)) {
      assertThat(expand(inflater, HELLO)).hasSize(5);
      assertThatThrownBy(() -> expand(inflater, AGAIN)).isInstanceOf(ProtocolException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neverMakesMoreOfABombThanTheSinkTakes(boolean keepsContext) {
    byte[] bomb = compress(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan((64 << 20) / 200);
    var inflater = new JdkMessageInflater(keepsContext, pool);
    var out = new Collected(1 << 20);
    assertThatThrownBy(() -> inflater.inflate(bomb, 0, bomb.length, out))
        .isInstanceOf(MessageTooBigException.class);
    assertThat(out.size()).isBetween((1 << 20) - SpareArrays.BYTES, 1 << 20);
    assertIsBroken(inflater);
  }

  @Test
  void passesOnWhatTheSinkThrows() {
    var inflater = new JdkMessageInflater(false, pool);
    var thrown = new StackOverflowError();
    assertThatThrownBy(
            () ->
                inflater.inflate(
                    HELLO,
                    0,
                    HELLO.length,
                    (bytes, offset, length) -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertIsBroken(inflater);
  }

  @Test
  void expandsBytesAsTheyCome() {
    byte[] text = "Hello, hello, hello!".getBytes(StandardCharsets.US_ASCII);
    byte[] compressed = compress(text);
    try (var inflater = new JdkMessageInflater(false, pool)) {
      var out = new Collected();
      inflater.inflate(compressed, 0, compressed.length, out);
      assertThat(out.take()).isEqualTo(text);
      inflater.endMessage(out);
      assertThat(out.size()).isZero();
    }
  }

  @Test
  void borrowsForOneMessageWithoutContextTakeover() {
    var first = new JdkMessageInflater(false, pool);
    var second = new JdkMessageInflater(false, pool);
    for (int i = 0; i < 3; i++) {
      assertThat(expand(first, HELLO)).isEqualTo(expand(second, HELLO));
    }
    assertThat(created).hasSize(1);

    // in the middle of messages each needs its own
    first.inflate(HELLO, 0, 3, new Collected());
    second.inflate(HELLO, 0, 3, new Collected());
    assertThat(created).hasSize(2);
  }

  @Test
  void doesNotReuseWhatWasClosedInAMessage() {
    for (boolean keepsContext : new boolean[] {true, false}) {
      var inflater = new JdkMessageInflater(keepsContext, pool);
      inflater.inflate(HELLO, 0, 3, new Collected());
      inflater.close();
      assertIsBroken(inflater);
    }
  }

  @Test
  void takesNothingUntilItIsNeeded() {
    new JdkMessageInflater(true, pool).close();
    var inflater = new JdkMessageInflater(true, pool);
    inflater.inflate(HELLO, 0, 0, new Collected());
    inflater.endMessage(new Collected());
    assertThat(created).isEmpty();
  }

  @Test
  void rejectsRangesOutsideTheArray() {
    var inflater = new JdkMessageInflater(true, pool);
    assertThatThrownBy(() -> inflater.inflate(HELLO, 5, 3, new Collected()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** It is closed, stays so, and no other will be given what it used. */
  private void assertIsBroken(MessageInflater inflater) {
    assertThatThrownBy(() -> inflater.inflate(HELLO, 0, 1, new Collected()))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(
            () -> {
              inflater.endMessage(new Collected());
              inflater.close();
              inflater.close();
            })
        .doesNotThrowAnyException();
    int before = created.size();
    try (var next = new JdkMessageInflater(false, pool)) {
      assertThat(expand(next, HELLO)).hasSize(5);
    }
    pool.take();
    assertThat(created).hasSize(before + 1);
  }

  private static byte[] expand(MessageInflater inflater, byte[] compressed) {
    var out = new Collected();
    inflater.inflate(compressed, 0, compressed.length, out);
    inflater.endMessage(out);
    return out.take();
  }

  private static byte[] compress(byte[] payload) {
    try (var deflater = new JdkMessageDeflater(0, false, new DeflateProfile(1, 15))) {
      var out = new Collected();
      deflater.deflate(payload, 0, payload.length, true, out);
      return out.take();
    }
  }
}
