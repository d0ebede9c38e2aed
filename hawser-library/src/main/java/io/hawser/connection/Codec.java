package io.hawser.connection;

import io.hawser.extension.MessageDeflater;
import io.hawser.extension.MessageInflater;
import io.hawser.protocol.Limits;
import io.hawser.protocol.MaskingKeys;
import org.jspecify.annotations.Nullable;

/**
 * How a connection's messages become bytes and back.
 *
 * @param keys used by clients only
 * @param inflater null unless compression was agreed on; closed with the connection, like the
 *     deflater
 */
public record Codec(
    Limits limits,
    MaskingKeys keys,
    @Nullable MessageInflater inflater,
    @Nullable MessageDeflater deflater) {
  void close() {
    if (inflater != null) {
      inflater.close();
    }
    if (deflater != null) {
      deflater.close();
    }
  }
}
