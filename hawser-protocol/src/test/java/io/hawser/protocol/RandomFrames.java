package io.hawser.protocol;

import io.hawser.model.Frame;
import io.hawser.model.Message;
import io.hawser.model.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames of random messages, whole and fragmented, with control frames between. */
final class RandomFrames {
  private static final int[] SIZES = {0, 1, 7, 8, 20, 124, 125, 126, 127, 300, 4096, 65535, 65536};
  private static final int[] CHARACTERS = {0x61, 0x20, 0x7F, 0xE9, 0x4E2D, 0xFFFD, 0x1F602};

  private final Random random;
  private final List<Frame> frames = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  RandomFrames(Random random, int messages) {
    this.random = random;
    for (int i = 0; i < messages; i++) {
      message(random.nextBoolean());
      control();
    }
  }

  /** The frames, in order. */
  List<Frame> frames() {
    return frames;
  }

  /** What an endpoint makes of them. */
  List<String> events() {
    return events;
  }

  private void message(boolean text) {
    byte[] payload = text ? text() : bytes(SIZES[random.nextInt(SIZES.length)]);
    Opcode opcode = text ? Opcode.TEXT : Opcode.BINARY;
    int at = 0;
    while (random.nextInt(3) == 0) {
      int end = at + random.nextInt(payload.length - at + 1);
      frames.add(new Frame(false, 0, opcode, Arrays.copyOfRange(payload, at, end)));
      opcode = Opcode.CONTINUATION;
      at = end;
      control();
    }
    frames.add(new Frame(true, 0, opcode, Arrays.copyOfRange(payload, at, payload.length)));
    var line = new RecordedEvents();
    line.message(text ? Message.Text.ofValidUtf8(payload) : Message.binary(payload));
    events.addAll(line.lines());
  }

  private void control() {
    if (random.nextInt(4) != 0) {
      return;
    }
    byte[] payload = bytes(random.nextInt(126));
    var line = new RecordedEvents();
    if (random.nextBoolean()) {
      frames.add(Frame.ping(payload));
      line.ping(payload);
    } else {
      frames.add(Frame.pong(payload));
      line.pong(payload);
    }
    events.addAll(line.lines());
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] text() {
    int size = SIZES[random.nextInt(SIZES.length)];
    int kinds = random.nextBoolean() ? 3 : CHARACTERS.length;
    var text = new ByteArrayOutputStream();
    while (text.size() < size) {
      int character = CHARACTERS[random.nextInt(kinds)];
      text.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
    }
    return text.toByteArray();
  }
}
