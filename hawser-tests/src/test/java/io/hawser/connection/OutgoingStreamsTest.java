package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.model.Fragment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outgoing messages written to a stream, and cut into fragments. */
class OutgoingStreamsTest {
  /** Shows each fragment, or fails. */
  private static final class Sink implements FragmentSink {
    final List<Fragment> fragments = new ArrayList<>();
    @Nullable WebSocketException failure;

    @Override
    public void send(Fragment fragment) {
      if (failure != null) {
        throw failure;
      }
      assertThat(fragment.first()).isEqualTo(fragments.isEmpty());
      fragments.add(fragment);
    }

    List<String> shown() {
      return fragments.stream()
          .map(f -> new String(f.bytes(), StandardCharsets.UTF_8) + (f.last() ? "." : ""))
          .toList();
    }
  }

  private final Sink sink = new Sink();
  private final FragmentOutputStream out = new FragmentOutputStream(4, sink);
  private final FragmentWriter writer = new FragmentWriter(4, sink);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void bytesAreCutIntoFragments() throws IOException {
    out.write('a');
    out.write(ascii("bcdefghij"));
    assertThat(sink.shown()).containsExactly("abcd", "efgh");
    out.close();
    assertThat(sink.shown()).containsExactly("abcd", "efgh", "ij.");
    assertThat(sink.fragments).noneMatch(Fragment::isText);
  }

  @Test
  void aFullFragmentWaitsForWhatFollowsIt() throws IOException {
    out.write(ascii("abcd"));
    assertThat(sink.shown()).isEmpty();
    out.close();
    assertThat(sink.shown()).containsExactly("abcd.");
  }

  @Test
  void partsOfArraysAreWritten() throws IOException {
    out.write(ascii("xabcdey"), 1, 5);
    out.write(ascii("x"), 1, 0);
    out.close();
    assertThat(sink.shown()).containsExactly("abcd", "e.");
    assertThatThrownBy(() -> out.write(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void flushSendsWhatIsThere() throws IOException {
    out.flush();
    out.write('a');
    out.flush();
    out.flush();
    out.write(ascii("bcde"));
    out.flush();
    out.close();
    assertThat(sink.shown()).containsExactly("a", "bcde", ".");
  }

  @Test
  void aMessageWithoutBytesIsEmpty() throws IOException {
    out.close();
    out.close();
    assertThat(sink.shown()).containsExactly(".");
    assertThat(sink.fragments.get(0).first()).isTrue();
  }

  @Test
  void aTextWithoutCharactersIsEmpty() throws IOException {
    writer.close();
    writer.close();
    assertThat(sink.shown()).containsExactly(".");
    assertThat(sink.fragments.get(0).isText()).isTrue();
  }

  @Test
  void nothingIsWrittenBehindTheEnd() throws IOException {
    out.close();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> out.write(new byte[0])).isInstanceOf(IOException.class);
    assertThatThrownBy(out::flush).isInstanceOf(IOException.class).hasMessage("stream is closed");
    sink.fragments.clear();
    writer.close();
    assertThatThrownBy(() -> writer.write('a')).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writer.write("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writer.write(new char[1])).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
  }

  @Test
  void fragmentsDoNotChangeLater() throws IOException {
    byte[] bytes = ascii("abcdefg");
    out.write(bytes);
    out.flush();
    bytes[0] = 'x';
    out.write(bytes);
    out.close();
    assertThat(sink.shown()).containsExactly("abcd", "efg", "xbcd", "efg.");
  }

  @Test
  void textIsCutBetweenCharacters() throws IOException {
    writer.write("aé€");
    writer.append("😂").append('b').append("xcdy", 1, 3);
    writer.close();
    assertThat(sink.shown()).containsExactly("aé", "€", "😂", "bcd.");
    assertThat(sink.fragments).allMatch(Fragment::isText);
  }

  @Test
  void halvesOfACharacterMayComeApart() throws IOException {
    writer.write('\uD83D');
    writer.flush();
    assertThat(sink.shown()).isEmpty();
    writer.write("\uDE02a\uD83D");
    writer.write("");
    writer.write(new char[] {});
    writer.write(new char[] {'x', '\uDE02', 'b'}, 1, 2);
    writer.close();
    assertThat(sink.shown()).containsExactly("😂", "a", "😂", "b.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uDE02", "a\uD83Db", "\uD83D\uD83D\uDE02"})
  void aLoneSurrogateIsRefused(String text) throws IOException {
    assertThatThrownBy(() -> writer.write(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text has a lone surrogate; UTF-8 cannot carry it");
    writer.write("ok");
    writer.close();
    assertThat(sink.shown().get(0)).endsWith("ok.");
  }

  @Test
  void aSurrogateWithoutItsOtherHalfIsRefused() throws IOException {
    writer.write('\uD83D');
    assertThatThrownBy(() -> writer.write('a')).isInstanceOf(IllegalArgumentException.class);
    writer.write("b\uD83D");
    assertThatThrownBy(writer::close).isInstanceOf(IllegalArgumentException.class);
    // ended all the same: others wait for it
    assertThat(sink.shown()).containsExactly("b.");
    writer.close();
    assertThat(sink.fragments).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 64, 16_384})
  void whateverIsWrittenArrives(int fragmentBytes) throws IOException {
    int[] characters = {0x61, 0x7F, 0xE9, 0x4E2D, 0xFFFD, 0x1F602};
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      int length = random.nextInt(1 << random.nextInt(15));
      while (text.length() < length) {
        text.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
      var received = new ByteArrayOutputStream();
      var sizes = new ArrayList<Integer>();
      FragmentSink collect =
          fragment -> {
            assertThat(fragment.text().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(fragment.bytes());
            sizes.add(fragment.size());
            received.writeBytes(fragment.bytes());
          };
      try (var to = new FragmentWriter(fragmentBytes, collect)) {
        for (int at = 0; at < text.length(); ) {
          int size = 1 + random.nextInt(text.length() - at);
          if (random.nextBoolean()) {
            to.write(text.toString(), at, size);
          } else {
            to.write(text.toString().toCharArray(), at, size);
          }
          at += size;
        }
      }
      assertThat(received.toString(StandardCharsets.UTF_8))
          .as("seed %d", seed)
          .isEqualTo(text.toString());
      // not cut smaller than a character makes necessary
      assertThat(sizes.subList(0, sizes.size() - 1))
          .allMatch(size -> size > fragmentBytes - 4 && size <= fragmentBytes);
    }
  }

  @Test
  void streamsFailWithTheConnection() throws IOException {
    sink.failure =
        new ConnectionClosedException(new Closure(null, null, Closure.Initiator.NETWORK), null);
    out.write(ascii("abcd"));
    assertThatThrownBy(() -> out.write('e')).isInstanceOf(IOException.class).hasCause(sink.failure);
    assertThatThrownBy(out::flush).isInstanceOf(IOException.class).hasCause(sink.failure);
    assertThatThrownBy(out::close).isInstanceOf(IOException.class).hasCause(sink.failure);
    out.close();
    assertThatThrownBy(() -> writer.write("abcde")).hasCause(sink.failure);
    assertThatThrownBy(writer::flush).hasCause(sink.failure);
    assertThatThrownBy(writer::close).hasCause(sink.failure);
    writer.close();
  }

  @Test
  void anInterruptSaysHowFarItCameAndLosesNothing() throws IOException {
    var interrupted = new CallInterruptedException("write", new InterruptedException());
    out.write(ascii("ab"));
    sink.failure = interrupted;
    var thrown = catchThrowableOfType(InterruptedIOException.class, () -> out.write(ascii("cdef")));
    assertThat(thrown).hasCause(interrupted);
    assertThat(thrown.bytesTransferred).isEqualTo(2);
    sink.failure = null;
    out.write(ascii("ef"));
    out.close();
    assertThat(sink.shown()).containsExactly("abcd", "ef.");
  }

  @Test
  void anInterruptedWriterLosesNothing() throws IOException {
    var interrupted = new CallInterruptedException("write", new InterruptedException());
    String text = "a".repeat(4) + "é\uD83D\uDE02";
    writer.write("\uD83D");
    sink.failure = interrupted;
    var first =
        catchThrowableOfType(InterruptedIOException.class, () -> writer.write("\uDE02" + text));
    assertThat(first.bytesTransferred).isEqualTo(1);
    sink.failure = null;
    writer.write(text);
    sink.failure = interrupted;
    // in the half of a pair that waits
    writer.write('\uD83D');
    var second = catchThrowableOfType(InterruptedIOException.class, () -> writer.write("\uDE02"));
    assertThat(second.bytesTransferred).isZero();
    sink.failure = null;
    writer.write("\uDE02");
    writer.close();
    assertThat(String.join("", sink.shown())).isEqualTo("😂" + text + "😂.");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 0, -1})
  void aFragmentHasRoomForACharacter(int fragmentBytes) {
    assertThatThrownBy(() -> new FragmentOutputStream(fragmentBytes, sink))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fragmentBytes: " + fragmentBytes + "; must be at least 4");
  }
}
