package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hawser.model.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateRoundTripTest {
  static Stream<DeflateParameters> combinations() {
    return Stream.of(true, false)
        .flatMap(
            takeover ->
                IntStream.rangeClosed(8, 15)
                    .mapToObj(
                        bits -> new DeflateParameters(takeover, !takeover, bits, 8 + 15 - bits)));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void whatOneSideSendsTheOtherReceives(DeflateParameters parameters) {
    for (Role sender : Role.values()) {
      long seed = parameters.hashCode() * 31L + (sender.masks() ? 1 : 0);
      var sent = PerMessageDeflate.of(parameters, DeflateSettings.forServers(), sender);
      var received = PerMessageDeflate.of(parameters, DeflateSettings.forClients(), sender.peer());
      var reader = new DeflateReader();
      int window = 1 << parameters.maxWindowBits(sender);
      try (MessageDeflater deflater = sent.deflater();
          MessageInflater inflater = received.inflater()) {
        for (byte[] payload : payloads(seed, window)) {
          byte[] compressed = compress(deflater, payload);
          assertThat(expand(inflater, compressed)).as("seed %d", seed).isEqualTo(payload);
          if (parameters.noContextTakeover(sender)) {
            reader.reset();
          }
          assertThat(reader.message(compressed)).as("seed %d", seed).isEqualTo(payload);
          assertThat(reader.maxDistance()).isLessThanOrEqualTo(window);
        }
      }
      // a window that is not used would honour any limit
      assertThat(reader.maxDistance()).isGreaterThan(window / 2);
    }
  }

  private static List<byte[]> payloads(long seed, int window) {
    var payloads = new Payloads(seed);
    var list = new ArrayList<byte[]>();
    for (int length : new int[] {0, 1, 2, window - 1, window, window + 1, 2 * window + 1}) {
      list.add(payloads.text(length));
      list.add(payloads.noise(length));
      list.add(payloads.repeated(length, window - 3));
      // zlib looks back 262 bytes less than its window
      list.add(payloads.repeated(length, Math.max(window - 300, window / 2 + 1)));
      list.add(new byte[length]);
    }
    list.add(payloads.text(20_000));
    for (int i = 0; i < 50; i++) {
      list.add(payloads.text(payloads.upTo(2000)));
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fragmentsAreFreeOnBothSides(boolean takeover) {
    var payloads = new Payloads(takeover ? 1 : 2);
    for (int bits : new int[] {8, 12, 15}) {
      try (var deflater = new JdkMessageDeflater(0, takeover, new DeflateProfile(6, bits));
          var inflater = new JdkMessageInflater(takeover, NativePools.INFLATERS)) {
        for (int i = 0; i < 40; i++) {
          byte[] payload = payloads.text(payloads.upTo(5000));
          var compressed = new Collected();
          int at = 0;
          while (at < payload.length && payloads.upTo(5) > 0) {
            int size = payloads.upTo(payload.length - at);
            deflater.deflate(payload, at, size, false, compressed);
            at += size;
          }
          deflater.deflate(payload, at, payload.length - at, true, compressed);
          byte[] bytes = compressed.take();

          var out = new Collected();
          for (int done = 0; done < bytes.length; ) {
            int size = payloads.upTo(Math.min(bytes.length - done, 100));
            inflater.inflate(bytes, done, size, out);
            done += size;
          }
          inflater.endMessage(out);
          assertThat(out.take()).isEqualTo(payload);
        }
      }
    }
  }

  @Test
  void everySplitOfTheCompressedBytesGivesTheSame() {
    byte[] payload = new Payloads(3).text(1000);
    for (boolean takeover : new boolean[] {true, false}) {
      try (var deflater = new JdkMessageDeflater(0, takeover, new DeflateProfile(1, 15));
          var inflater = new JdkMessageInflater(takeover, NativePools.INFLATERS)) {
        byte[] compressed = compress(deflater, payload);
        expand(inflater, compressed);
        compressed = compress(deflater, payload);
        for (int split = 0; split <= compressed.length; split++) {
          var out = new Collected();
          inflater.inflate(compressed, 0, split, out);
          inflater.inflate(compressed, split, compressed.length - split, out);
          inflater.endMessage(out);
          assertThat(out.take()).isEqualTo(payload);
        }
      }
    }
  }

  @Test
  void lengthsAroundThePieceSizeAreWhole() {
    // the flush falls on the end of a piece, before it and behind it
    var payloads = new Payloads(4);
    var reader = new DeflateReader();
    try (var deflater = new JdkMessageDeflater(0, false, new DeflateProfile(1, 15))) {
      for (int pieces = 1; pieces <= 2; pieces++) {
        int whole = pieces * SpareArrays.BYTES;
        for (int length = whole - 60; length <= whole; length++) {
          byte[] payload = payloads.noise(length);
          reader.reset();
          assertThat(reader.message(compress(deflater, payload))).isEqualTo(payload);
        }
      }
    }
  }

  @Test
  void everyLevelIsReadable() {
    for (int level = 1; level <= 9; level++) {
      var settings = DeflateSettings.forServers().withLevel(level);
      var parameters = new DeflateParameters(false, false, 10, 15);
      var reader = new DeflateReader();
      try (var deflater = PerMessageDeflate.of(parameters, settings, Role.SERVER).deflater()) {
        for (byte[] payload : payloads(level, 1024)) {
          assertThat(reader.message(compress(deflater, payload))).isEqualTo(payload);
        }
      }
      assertThat(reader.maxDistance()).isLessThanOrEqualTo(1024);
    }
  }

  @Test
  void manyConnectionsOnManyThreadsDoNotMix() {
    Callable<Integer> connections =
        () -> {
          int messages = 0;
          for (int connection = 0; connection < 10; connection++) {
            var payloads = new Payloads(connection);
            boolean takeover = connection % 4 == 0;
            try (var deflater = new JdkMessageDeflater(0, takeover, new DeflateProfile(1, 15));
                var inflater = new JdkMessageInflater(takeover, NativePools.INFLATERS)) {
              for (int i = 0; i < 20; i++, messages++) {
                byte[] payload = payloads.text(payloads.upTo(4000));
                assertThat(expand(inflater, compress(deflater, payload))).isEqualTo(payload);
              }
            }
          }
          return messages;
        };
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          try (var threads = Executors.newFixedThreadPool(8)) {
            var results = IntStream.range(0, 8).mapToObj(i -> threads.submit(connections)).toList();
            for (var result : results) {
              assertThat(result.get()).isEqualTo(200);
            }
          }
        });
  }

  private static byte[] compress(MessageDeflater deflater, byte[] payload) {
    var out = new Collected();
    deflater.deflate(payload, 0, payload.length, true, out);
    return out.take();
  }

  private static byte[] expand(MessageInflater inflater, byte[] compressed) {
    var out = new Collected();
    inflater.inflate(compressed, 0, compressed.length, out);
    inflater.endMessage(out);
    return out.take();
  }
}
