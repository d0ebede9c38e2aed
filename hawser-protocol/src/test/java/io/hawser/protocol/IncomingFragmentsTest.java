package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages handed on as they come (RFC 6455, 5.4): {@link FrameTable} has the rules for both. */
class IncomingFragmentsTest {
  /** Each fragment as a line: its first and last mark, and its bytes. */
  private static class Pieces extends RecordedEvents {
    final List<Fragment> fragments = new ArrayList<>();
    final List<String> shown = new ArrayList<>();

    @Override
    public boolean fragment(Fragment fragment) {
      fragments.add(fragment);
      String bytes = new String(fragment.bytes(), StandardCharsets.UTF_8);
      shown.add((fragment.first() ? "[" : "") + bytes + (fragment.last() ? "]" : ""));
      return super.fragment(fragment);
    }
  }

  private static Pieces receive(Role role, Limits limits, byte[]... reads) {
    var endpoint = Endpoint.ofFragments(role, limits, null);
    var pieces = new Pieces();
    for (byte[] read : reads) {
      endpoint.receive(ByteBuffer.wrap(read), pieces);
    }
    return pieces;
  }

  static Stream<Arguments> reads() {
    return Stream.of(
        arguments("a message in one read", "81 03 616263", "[abc]"),
        arguments("an empty message", "81 00", "[]"),
        arguments("a frame in two reads", "81 03 61 | 6263", "[a, bc]"),
        arguments("frames in one read", "01 01 61 00 01 62 80 01 63", "[a, b, c]"),
        arguments("a header alone", "81 03 | 616263", "[abc]"),
        arguments("no fragment of an empty frame", "01 00 | 00 00 80 01 61", "[a]"),
        arguments("but of an empty last one", "01 01 61 | 80 00", "[a, ]"),
        arguments("and of all empty ones", "01 00 00 00 80 00", "[]"),
        arguments("a control frame between", "01 01 61 89 00 80 01 62", "[a, b]"),
        arguments("two messages in one read", "81 01 61 82 01 62", "[a], [b]"),
        arguments("half a character waits for the other", "81 03 61C3 | A9", "[a, é]"),
        arguments("and for a third byte", "81 03 E2 | 82 | AC", "[€]"),
        arguments("and for a fourth", "81 05 F0 | 9F | 98 | 8261", "[😂a]"),
        arguments("three of four with another", "81 05 61F09F98 | 82", "[a, 😂]"),
        arguments("across frames", "01 02 61C3 80 02 A962", "[a, éb]"),
        arguments("across empty frames", "01 01 E2 00 00 00 01 82 80 01 AC", "[€]"),
        arguments("before an empty last one", "01 02 C3A9 80 00", "[é, ]"),
        arguments("binary waits for nothing", "82 02 C3 | A9", "[\uFFFD, \uFFFD]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reads")
  void handsOnWhatWasRead(String rule, String reads, String expected) {
    byte[][] pieces = Arrays.stream(reads.split(" \\| ", -1)).map(Wire::hex).toArray(byte[][]::new);
    Pieces events = receive(Role.CLIENT, Limits.defaults(), pieces);
    assertThat(String.join(", ", events.shown)).isEqualTo(expected);
  }

  @Test
  void aFrameLargerThanAnyLimitComesInBoundedPieces() {
    Limits one = Limits.defaults().withMaxMessageBytes(1);
    var endpoint = Endpoint.ofFragments(Role.CLIENT, one, null);
    var events = new Pieces();
    endpoint.receive(ByteBuffer.wrap(Wire.hex("82 7F 7FFFFFFFFFFFFFFF")), events);
    endpoint.receive(ByteBuffer.allocate(200_000), events);
    endpoint.receive(ByteBuffer.allocate(10), events);
    assertThat(events.fragments)
        .extracting(Fragment::size)
        .containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536, 10);
    assertThat(events.unfinished()).hasSize(200_010);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void longTextIsCutBetweenCharacters(Role role) {
    for (int shift = 0; shift < 4; shift++) {
      String text = "a".repeat(shift) + "😂".repeat(40_000);
      var out = CollectedOutput.heap();
      var encoder = new FrameEncoder(role.peer(), () -> Wire.KEY, null);
      encoder.message(Message.text(text), out);
      Pieces events = receive(role, Limits.defaults(), out.bytes());
      assertThat(String.join("", events.fragments.stream().map(Fragment::text).toList()))
          .isEqualTo(text);
      assertThat(events.fragments).hasSize(3);
    }
  }

  @Test
  void eachFragmentHasItsOwnArray() {
    byte[] wire = Wire.hex("82 04 01020304");
    var endpoint = Endpoint.ofFragments(Role.CLIENT, Limits.defaults(), null);
    var events = new Pieces();
    endpoint.receive(ByteBuffer.wrap(wire, 0, 4), events);
    endpoint.receive(ByteBuffer.wrap(wire, 4, 2), events);
    Arrays.fill(events.fragments.get(0).bytes(), (byte) 0);
    Arrays.fill(wire, (byte) 0);
    assertThat(events.fragments.get(1).bytes()).containsExactly(3, 4);
  }

  @Test
  void fragmentsAreCountedAnewAsManyBytesAsAMessageMayHave() {
    Limits limits = Limits.defaults().withMaxFragments(3).withMaxMessageBytes(4);
    FrameTable.check(
        "02 02 0102 00 02 0304 00 01 05 00 01 06 00 02 0708 80 01 09",
        "binary 010203040506070809",
        role -> Endpoint.ofFragments(role, limits, null));
    FrameTable.check(
        "02 02 0102 00 02 0304 00 01 05 00 01 06 00 01 07 80 01 08",
        "failed 1008 message in too many fragments | write 1008 | end",
        role -> Endpoint.ofFragments(role, limits, null));
    // what one message had is not the next one's
    FrameTable.check(
        "82 04 01020304 02 01 01 00 01 02 00 01 03 80 01 04",
        "binary 01020304 | failed 1008 message in too many fragments | write 1008 | end",
        role -> Endpoint.ofFragments(role, limits, null));
  }

  @Test
  void nothingOfAPieceThatFailsIsHandedOn() {
    Pieces events =
        receive(Role.CLIENT, Limits.defaults(), Wire.hex("81 04 6162"), Wire.hex("63FF"));
    assertThat(events.shown).containsExactly("[ab");
    assertThat(events.lines())
        .containsExactly("failed 1007 text is not UTF-8", "write 1007", "end");
  }

  @Test
  void stopsWhenAskedAndGoesOnLater() {
    byte[] wire = Wire.hex("01 01 61 80 01 62 81 01 63 89 00");
    var endpoint = Endpoint.ofFragments(Role.CLIENT, Limits.defaults(), null);
    var events =
        new Pieces() {
          @Override
          public boolean fragment(Fragment fragment) {
            super.fragment(fragment);
            return false;
          }
        };
    var in = ByteBuffer.wrap(wire);
    endpoint.receive(in, events);
    assertThat(events.shown).containsExactly("[a");
    assertThat(in.position()).isEqualTo(3);
    endpoint.receive(in, events);
    endpoint.receive(in, events);
    assertThat(events.shown).containsExactly("[a", "b]", "[c]");
    assertThat(in.remaining()).isEqualTo(2);
    endpoint.receive(in, events);
    assertThat(events.lines()).endsWith("ping");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void afterFailingInsideOfAFragmentTheRestIsDiscardedThoughAskedToStop() {
    var endpoint = Endpoint.ofFragments(Role.CLIENT, Limits.defaults(), null);
    var events =
        new Pieces() {
          @Override
          public boolean fragment(Fragment fragment) {
            super.fragment(fragment);
            endpoint.fail(CloseReason.of(1011, ""), this);
            return false;
          }
        };
    var in = ByteBuffer.wrap(Wire.hex("82 7F 0000000000100000 61*100000"));
    endpoint.receive(in, events);
    assertThat(in.hasRemaining()).isFalse();
    assertThat(events.shown).hasSize(1);
    assertThat(events.lines()).containsExactly("write 1011", "end");
  }

  @Test
  void aCloseFrameDropsTheMessage() {
    Pieces events =
        receive(Role.SERVER, Limits.defaults(), Wire.sentTo(Role.SERVER, "01 03 61E282 88 00"));
    assertThat(events.shown).containsExactly("[a");
    assertThat(events.lines()).containsExactly("close 1005", "write 1005", "end");
  }

  @Test
  void anEndpointOfMessagesHasNoFragments() {
    Events messages =
        new RecordedEvents() {
          @Override
          public boolean fragment(Fragment fragment) {
            throw new AssertionError("unexpected");
          }
        };
    new Endpoint(Role.CLIENT, Limits.defaults(), null)
        .receive(ByteBuffer.wrap(Wire.hex("01 01 61 80 01 62")), messages);
    assertThatThrownBy(
            () -> new MessagesOnly().fragment(new Fragment(Message.text(""), true, true)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** As those write it that have no use for fragments. */
  private static class MessagesOnly implements Events {
    @Override
    public boolean message(Message message) {
      return true;
    }

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void pong(byte[] payload) {}

    @Override
    public void closeReceived(CloseReason received) {}

    @Override
    public void failed(io.hawser.error.WebSocketException cause) {}

    @Override
    public void writeClose(CloseReason reason) {}

    @Override
    public void endStream() {}
  }
}
