package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hawser.error.MessageTooBigException;
import io.hawser.error.ProtocolException;
import java.util.Arrays;

class DeflateFuzzTest {
  private static final int LIMIT_BYTES = 16 * 1024;

  private enum Verdict {
    VALID,
    INVALID,
    TOO_BIG
  }

  /** The first byte says how large the pieces are in which the message comes. */
  @FuzzTest
  void inflates(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int step = 1 + (input[0] & 0xFF);
    byte[] compressed = Arrays.copyOfRange(input, 1, input.length);
    var inPieces = new Collected(LIMIT_BYTES);
    Verdict verdict = expand(compressed, false, step, inPieces);
    var atOnce = new Collected(LIMIT_BYTES);
    Verdict withContext = expand(compressed, true, compressed.length + 1, atOnce);
    if (verdict == Verdict.VALID) {
      assertThat(withContext).isEqualTo(Verdict.VALID);
      assertThat(atOnce.bytes()).isEqualTo(inPieces.bytes());
      if (compressed.length > 0) {
        assertThat(new DeflateReader().message(compressed)).isEqualTo(inPieces.bytes());
      }
    } else if (verdict == Verdict.INVALID) {
      assertThatThrownBy(() -> new DeflateReader().message(compressed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Verdict expand(byte[] compressed, boolean keepsContext, int step, Collected out) {
    try (var inflater = new JdkMessageInflater(keepsContext, NativePools.INFLATERS)) {
      for (int at = 0; at < compressed.length; at += step) {
        inflater.inflate(compressed, at, Math.min(step, compressed.length - at), out);
      }
      inflater.endMessage(out);
      return Verdict.VALID;
    } catch (ProtocolException e) {
      return Verdict.INVALID;
    } catch (MessageTooBigException e) {
      return Verdict.TOO_BIG;
    }
  }
}
