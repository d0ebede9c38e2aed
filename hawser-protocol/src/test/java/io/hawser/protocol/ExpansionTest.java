package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compressed messages that never grow over the limit, because they expand to nothing. */
class ExpansionTest {
  private static final int LIMIT_BYTES = 1000;
  private static final int MOST_COMPRESSED_BYTES = 2 * LIMIT_BYTES + 65_536;

  /** A block of DEFLATE that holds nothing (RFC 1951, 3.2.4). */
  private static final byte[] EMPTY_BLOCK = Wire.hex("00 00 00 FF FF");

  private final PerMessageDeflate deflate =
      PerMessageDeflate.of(
          new DeflateParameters(false, false, 15, 15), DeflateSettings.forClients(), Role.CLIENT);
  private final Endpoint client =
      new Endpoint(
          Role.CLIENT, Limits.defaults().withMaxMessageBytes(LIMIT_BYTES), deflate.inflater());
  private final RecordedEvents events = new RecordedEvents();

  @Test
  void mayBeSomewhatLongerThanWhatTheyExpandTo() {
    receive(binaryFrame(1 + MOST_COMPRESSED_BYTES / EMPTY_BLOCK.length * EMPTY_BLOCK.length));
    int blocks = MOST_COMPRESSED_BYTES / EMPTY_BLOCK.length;
    for (int i = 0; i < blocks; i++) {
      receive(EMPTY_BLOCK);
    }
    receive(Wire.hex("00"));
    assertThat(events.lines()).isEqualTo(List.of("binary "));
  }

  @Test
  void areTooBigInTheEndHoweverLittleComesOfThem() {
    receive(binaryFrame(Long.MAX_VALUE));
    int received = 0;
    while (events.lines().isEmpty() && received < 2 * MOST_COMPRESSED_BYTES) {
      receive(EMPTY_BLOCK);
      received += EMPTY_BLOCK.length;
    }
    assertThat(received).isBetween(MOST_COMPRESSED_BYTES, MOST_COMPRESSED_BYTES + 5);
    assertThat(events.lines())
        .containsExactly("too big " + received + " of " + LIMIT_BYTES, "write 1009", "end");
  }

  private void receive(byte[] bytes) {
    client.receive(ByteBuffer.wrap(bytes), events);
  }

  private static byte[] binaryFrame(long length) {
    var header = new ByteArrayOutputStream();
    header.writeBytes(Wire.hex("C2 7F"));
    header.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    return header.toByteArray();
  }
}
