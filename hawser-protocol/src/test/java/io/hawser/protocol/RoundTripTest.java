package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Frame;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one endpoint encodes, its peer decodes; and hostile bytes raise nothing. */
class RoundTripTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  RoundTripTest() {
    System.out.println("seed of round trips: " + seed);
  }

  private static Endpoint ofFragments(Role receiver) {
    return Endpoint.ofFragments(receiver, Limits.defaults(), null);
  }

  private byte[] encoded(Role sender, List<Frame> frames) {
    var out = random.nextBoolean() ? CollectedOutput.direct() : CollectedOutput.heap();
    var encoder = new FrameEncoder(sender, random::nextInt, null);
    frames.forEach(frame -> encoder.frame(frame, out));
    return out.bytes();
  }

  private List<byte[]> randomPieces(byte[] bytes) {
    var pieces = new ArrayList<byte[]>();
    int most = 2 << random.nextInt(15);
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
      pieces.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return pieces;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void decodesWhatItsPeerEncodes(Role receiver) {
    for (int i = 0; i < 150; i++) {
      var expected = new RandomFrames(random, 1 + random.nextInt(6));
      byte[] wire = encoded(receiver.peer(), expected.frames());
      assertThat(RecordedEvents.of(receiver, List.of(wire)))
          .as("seed %d", seed)
          .isEqualTo(expected.events());
      assertThat(RecordedEvents.of(receiver, randomPieces(wire)))
          .as("seed %d", seed)
          .isEqualTo(expected.events());
      assertThat(RecordedEvents.of(ofFragments(receiver), randomPieces(wire)))
          .as("seed %d", seed)
          .isEqualTo(expected.events());
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void mutatedFramesRaiseNothingAndGiveTheSameEventsAtEverySplit(Role receiver) {
    for (int i = 0; i < 400; i++) {
      byte[] wire = encoded(receiver.peer(), new RandomFrames(random, 3).frames());
      wire = wire.length > 2_000 ? Arrays.copyOf(wire, 2_000) : wire;
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        // headers are where it hurts
        int at = random.nextInt(random.nextBoolean() ? Math.min(wire.length, 12) : wire.length);
        wire[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : wire[at] ^ 0x80);
      }
      sameEvents(receiver, wire);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void randomBytesRaiseNothingAndGiveTheSameEventsAtEverySplit(Role receiver) {
    var wire = new byte[60];
    for (int i = 0; i < 3_000; i++) {
      random.nextBytes(wire);
      // most would end at the first byte
      wire[0] &= (byte) 0x8F;
      wire[1] = (byte) (receiver == Role.SERVER ? wire[1] | 0x80 : wire[1] & 0x7F);
      sameEvents(receiver, wire);
    }
  }

  private void sameEvents(Role receiver, byte[] wire) {
    List<String> whole = RecordedEvents.of(receiver, List.of(wire));
    assertThat(RecordedEvents.of(receiver, randomPieces(wire)))
        .as("seed %d", seed)
        .isEqualTo(whole);
    var endpoint = new Endpoint(receiver, Limits.defaults(), null);
    var events = new RecordedEvents();
    for (byte b : wire) {
      endpoint.receive(ByteBuffer.wrap(new byte[] {b}), events);
    }
    assertThat(events.lines()).as("seed %d", seed).isEqualTo(whole);
    if (whole.stream().noneMatch(line -> line.startsWith("too big"))) {
      assertThat(RecordedEvents.of(ofFragments(receiver), randomPieces(wire)))
          .as("seed %d", seed)
          .isEqualTo(whole);
    }
  }
}
