package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import io.hawser.error.WebSocketException;
import io.hawser.model.CloseReason;
import io.hawser.model.Fragment;
import io.hawser.model.Message;
import io.hawser.model.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes events down as lines that a table of expectations can hold. Fragments are put together, so
 * that the lines are those of whole messages, and are held to what is promised of them.
 */
class RecordedEvents implements Events {
  private static final int SHOWN_BYTES = 40;

  private final List<String> lines = new ArrayList<>();

  // of the message whose fragments come
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private boolean inMessage;
  private boolean isText;

  /** What a new endpoint makes of these pieces. */
  static List<String> of(Role role, List<byte[]> pieces) {
    return of(new Endpoint(role, Limits.defaults(), null), pieces);
  }

  /** What {@code endpoint} makes of these pieces. */
  static List<String> of(Endpoint endpoint, List<byte[]> pieces) {
    var events = new RecordedEvents();
    for (byte[] piece : pieces) {
      endpoint.receive(ByteBuffer.wrap(piece), events);
    }
    return events.lines();
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public boolean message(Message message) {
    String kind = message instanceof Message.Text ? "text" : "binary";
    lines.add(kind + " " + show(message));
    return true;
  }

  @Override
  public boolean fragment(Fragment fragment) {
    assertThat(fragment.first()).isEqualTo(!inMessage);
    assertThat(fragment.size()).isBetween(fragment.last() ? 0 : 1, 64 * 1024);
    if (fragment.first()) {
      isText = fragment.isText();
      pieces.reset();
    }
    assertThat(fragment.isText()).isEqualTo(isText);
    if (isText) {
      // each is text by itself
      assertThat(fragment.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(fragment.bytes());
    }
    pieces.writeBytes(fragment.bytes());
    inMessage = !fragment.last();
    if (fragment.last()) {
      message(
          isText
              ? Message.Text.ofValidUtf8(pieces.toByteArray())
              : Message.binary(pieces.toByteArray()));
    }
    return true;
  }

  /** What came of a message that has not ended. */
  byte[] unfinished() {
    return inMessage ? pieces.toByteArray() : new byte[0];
  }

  @Override
  public void ping(byte[] payload) {
    lines.add(("ping " + hex(payload)).strip());
  }

  @Override
  public void pong(byte[] payload) {
    lines.add(("pong " + hex(payload)).strip());
  }

  @Override
  public void closeReceived(CloseReason received) {
    lines.add("close " + received);
  }

  @Override
  public void failed(WebSocketException cause) {
    lines.add(
        switch (cause) {
          case ProtocolException e -> "failed " + e.code() + " " + e.rule();
          case MessageTooBigException e -> "too big " + e.bytes() + " of " + e.limitBytes();
          default -> throw new AssertionError("undeclared failure", cause);
        });
  }

  @Override
  public void writeClose(CloseReason reason) {
    lines.add("write " + reason);
  }

  @Override
  public void endStream() {
    lines.add("end");
  }

  private static String show(Message message) {
    if (message.size() > SHOWN_BYTES) {
      return message.size() + " bytes, CRC " + crc(message.bytes());
    }
    return message instanceof Message.Text ? message.text() : hex(message.bytes());
  }

  static String crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return Long.toHexString(crc.getValue());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
