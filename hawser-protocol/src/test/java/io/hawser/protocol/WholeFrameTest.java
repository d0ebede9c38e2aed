package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that comes as one frame and all at once, at the sizes where something changes. */
class WholeFrameTest {
  private static final int PLACES = 60;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 8191, 8192, 8193, 16_384, 40_000, 65_535, 65_536})
  void isTakenAtAnySize(int bytes) {
    var payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) (i * 31 + i / 251);
    }
    for (Role role : Role.values()) {
      var events = new Received();
      receive(role, Opcode.BINARY, payload, events);
      assertThat(events.messages).containsExactly(Message.binary(payload));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 126, 8191, 8192, 8193, 16_384, 65_535})
  void mayHaveOneCharacterBeyondAsciiAnywhere(int bytes) {
    for (int at = 0; at <= bytes - 2; at += 1 + bytes / PLACES) {
      String text = "x".repeat(at) + "é" + "x".repeat(bytes - 2 - at);
      var events = new Received();
      receive(Role.SERVER, Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8), events);
      assertThat(events.messages).containsExactly(Message.text(text));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 126, 8191, 8192, 8193, 16_384, 65_535})
  void isRefusedForOneByteThatIsNotUtf8Anywhere(int bytes) {
    for (int at = 0; at < bytes; at += 1 + bytes / PLACES) {
      byte[] payload = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
      payload[at] = (byte) 0xFF;
      var events = new Received();
      receive(Role.SERVER, Opcode.TEXT, payload, events);
      assertThat(events.messages).isEmpty();
      assertThat(events.lines()).first().isEqualTo("failed 1007 text is not UTF-8");
    }
  }

  private static void receive(Role role, Opcode opcode, byte[] payload, Received events) {
    var out = CollectedOutput.heap();
    new FrameEncoder(role.peer(), () -> 0x12345678, null)
        .frame(new Frame(true, 0, opcode, payload), out);
    new Endpoint(role, Limits.defaults(), null).receive(ByteBuffer.wrap(out.bytes()), events);
  }

  private static final class Received extends RecordedEvents {
    final List<Message> messages = new ArrayList<>();

    @Override
    public boolean message(Message message) {
      messages.add(message);
      return true;
    }
  }
}
