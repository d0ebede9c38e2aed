package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.MessageReader;
import io.hawser.error.CallInterruptedException;
import io.hawser.error.ConnectionClosedException;
import io.hawser.error.WebSocketException;
import io.hawser.model.Closure;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** An incoming message read as fragments, bytes or characters. */
class IncomingMessageTest {
  /** Fragments in a row, failures among them. */
  private static final class Script implements FragmentSource {
    final ArrayDeque<Object> steps = new ArrayDeque<>();
    int skipped;

    @Override
    public Fragment next() {
      Object step = steps.remove();
      if (step instanceof WebSocketException failure) {
        throw failure;
      }
      return (Fragment) step;
    }

    @Override
    public void skip() {
      skipped++;
    }
  }

  private final Script script = new Script();

  private MessageReader text(String... pieces) {
    for (int i = 0; i < pieces.length; i++) {
      script.steps.add(new Fragment(Message.text(pieces[i]), i == 0, i == pieces.length - 1));
    }
    return new IncomingMessage((Fragment) script.steps.remove(), script);
  }

  private MessageReader binary(byte[]... pieces) {
    for (int i = 0; i < pieces.length; i++) {
      script.steps.add(new Fragment(Message.binary(pieces[i]), i == 0, i == pieces.length - 1));
    }
    return new IncomingMessage((Fragment) script.steps.remove(), script);
  }

  /** A text of which the first fragment has come, and then this happens. */
  private MessageReader interrupted(WebSocketException failure) {
    MessageReader message = text("ab", "cd");
    script.steps.addFirst(failure);
    return message;
  }

  private static ConnectionClosedException closed() {
    return new ConnectionClosedException(new Closure(null, null, Closure.Initiator.NETWORK), null);
  }

  @Test
  void fragmentsComeAsTheyAre() {
    MessageReader message = text("a", "", "b");
    assertThat(message.isText()).isTrue();
    var seen = new ArrayList<String>();
    for (Fragment fragment : message) {
      seen.add(fragment.text() + fragment.last());
    }
    assertThat(seen).containsExactly("afalse", "false", "btrue");
    assertThat(message.iterator().hasNext()).isFalse();
    assertThatThrownBy(() -> message.iterator().next()).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void bytesRunOverFragments() throws IOException {
    MessageReader message = binary(new byte[] {1, 2, 3}, new byte[0], new byte[] {-1, 5});
    assertThat(message.isText()).isFalse();
    InputStream in = message.inputStream();
    assertThat(message.inputStream()).isSameAs(in);
    assertThat(in.available()).isZero();
    assertThat(in.read()).isEqualTo(1);
    assertThat(in.available()).isEqualTo(2);
    var target = new byte[10];
    assertThat(in.read(target, 0, 0)).isZero();
    assertThat(in.read(target, 1, 1)).isEqualTo(1);
    // what is there is not kept until there is more
    assertThat(in.read(target, 2, 8)).isEqualTo(1);
    assertThat(target).startsWith(0, 2, 3, 0);
    assertThat(in.read()).isEqualTo(255);
    assertThat(in.readAllBytes()).containsExactly(5);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(target)).isEqualTo(-1);
    assertThatThrownBy(() -> in.read(target, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesAreTransferred() throws IOException {
    InputStream in = binary(new byte[] {1, 2, 3}, new byte[] {4}).inputStream();
    assertThat(in.read()).isEqualTo(1);
    var out = new ByteArrayOutputStream();
    assertThat(in.transferTo(out)).isEqualTo(3);
    assertThat(out.toByteArray()).containsExactly(2, 3, 4);
    assertThat(in.transferTo(out)).isZero();
  }

  @Test
  void bytesOfTextAreItsUtf8() throws IOException {
    assertThat(text("a", "é").inputStream().readAllBytes())
        .isEqualTo("aé".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEmptyMessageEndsAtOnce() throws IOException {
    assertThat(binary(new byte[0]).inputStream().read()).isEqualTo(-1);
    assertThat(text("").reader().read()).isEqualTo(-1);
    assertThat(text("")).hasSize(1);
  }

  @Test
  void charactersRunOverFragments() throws IOException {
    MessageReader message = text("ab", "", "é😂", "end");
    Reader reader = message.reader();
    assertThat(message.reader()).isSameAs(reader);
    assertThat(reader.ready()).isFalse();
    assertThat(reader.read()).isEqualTo('a');
    assertThat(reader.ready()).isTrue();
    var target = new char[10];
    assertThat(reader.read(target, 0, 0)).isZero();
    assertThat(reader.read(target, 1, 9)).isEqualTo(1);
    assertThat(target[1]).isEqualTo('b');
    assertThat(reader.read(target, 0, 2)).isEqualTo(2);
    assertThat(new String(target, 0, 2)).isEqualTo("é\uD83D");
    var rest = new StringWriter();
    assertThat(reader.transferTo(rest)).isEqualTo(4);
    assertThat(rest.toString()).isEqualTo("\uDE02end");
    assertThat(reader.read()).isEqualTo(-1);
    assertThat(reader.read(target)).isEqualTo(-1);
    assertThatThrownBy(() -> reader.read(target, 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void charactersAreSkipped() throws IOException {
    Reader reader = text("ab", "cd", "ef").reader();
    assertThat(reader.skip(0)).isZero();
    assertThat(reader.skip(3)).isEqualTo(3);
    assertThat(reader.read()).isEqualTo('d');
    assertThat(reader.skip(10)).isEqualTo(2);
    assertThatThrownBy(() -> reader.skip(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIsReadInOneWay() {
    MessageReader message = text("a");
    message.reader();
    assertThatThrownBy(message::inputStream)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("message is read in another way already; expected one way");
    assertThatThrownBy(message::iterator).isInstanceOf(IllegalStateException.class);
    MessageReader other = text("a");
    assertThat(other.iterator()).hasNext();
    assertThatThrownBy(other::reader).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void binaryHasNoCharacters() {
    MessageReader message = binary(new byte[1]);
    assertThatThrownBy(message::reader)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("message is binary; expected text");
    // which is not a way of reading it
    message.inputStream();
  }

  @Test
  void closingDropsTheRestWithoutWaiting() {
    MessageReader message = text("a", "b");
    message.close();
    message.close();
    assertThat(script.skipped).isEqualTo(1);
    assertThat(message.iterator().hasNext()).isFalse();
  }

  @Test
  void closingBehindTheLastFragmentDropsNothing() throws IOException {
    MessageReader untouched = text("a");
    untouched.close();
    MessageReader whole = text("a", "b");
    whole.reader().transferTo(new StringWriter());
    whole.close();
    assertThat(script.skipped).isZero();
    assertThat(script.steps).isEmpty();
  }

  @Test
  void closingAStreamClosesTheMessage() throws IOException {
    InputStream in = text("a", "b").inputStream();
    assertThat(in.read()).isEqualTo('a');
    in.close();
    assertThat(script.skipped).isEqualTo(1);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("stream is closed");
    script.steps.clear();
    Reader reader = text("a", "b").reader();
    reader.close();
    assertThat(script.skipped).isEqualTo(2);
    assertThatThrownBy(reader::read).isInstanceOf(IOException.class).hasMessage("stream is closed");
  }

  @Test
  void streamsFailWithTheConnection() throws IOException {
    ConnectionClosedException failure = closed();
    InputStream in = interrupted(failure).inputStream();
    assertThat(in.readNBytes(2)).hasSize(2);
    assertThatThrownBy(in::read).isExactlyInstanceOf(IOException.class).hasCause(failure);
    script.steps.clear();
    Reader reader = interrupted(failure).reader();
    assertThat(reader.skip(2)).isEqualTo(2);
    assertThatThrownBy(reader::read).isExactlyInstanceOf(IOException.class).hasCause(failure);
  }

  @Test
  void fragmentsFailWithTheConnection() {
    var fragments = interrupted(closed()).iterator();
    fragments.next();
    assertThat(fragments.hasNext()).isTrue();
    assertThatThrownBy(fragments::next).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void anInterruptLosesNothing() throws IOException {
    var failure = new CallInterruptedException("receive", new InterruptedException());
    InputStream in = interrupted(failure).inputStream();
    in.readNBytes(2);
    assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class).hasCause(failure);
    assertThat(in.readAllBytes()).containsExactly('c', 'd');
    var fragments = interrupted(failure).iterator();
    fragments.next();
    assertThatThrownBy(fragments::next).isSameAs(failure);
    assertThat(fragments.next().text()).isEqualTo("cd");
  }
}
