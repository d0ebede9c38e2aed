package io.hawser.handshake;

import io.hawser.extension.DeflateParameters;
import org.jspecify.annotations.Nullable;

/**
 * What the two endpoints agreed on in the opening handshake.
 *
 * @param subprotocol null if none is spoken
 * @param deflate null if messages are not compressed
 */
public record Agreement(@Nullable String subprotocol, @Nullable DeflateParameters deflate) {
  /** Neither a subprotocol nor an extension. */
  public static final Agreement NONE = new Agreement(null, null);
}
