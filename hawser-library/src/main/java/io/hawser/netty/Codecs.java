package io.hawser.netty;

import io.hawser.connection.Codec;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.handshake.Agreement;
import io.hawser.model.Role;
import io.hawser.protocol.Limits;
import org.jspecify.annotations.Nullable;

/** Makes the codecs that opening handshakes have agreed on. */
final class Codecs {
  private final Limits limits;
  private final @Nullable DeflateSettings deflate;

  /** Has no state of its own, and serves all who do not compress. */
  private final Codec plain;

  Codecs(Limits limits, @Nullable DeflateSettings deflate) {
    this.limits = limits;
    this.deflate = deflate;
    this.plain = new Codec(limits, SecureKeys.INSTANCE, null, null);
  }

  Codec of(Role role, Agreement agreement) {
    if (agreement.deflate() == null || deflate == null) {
      return plain;
    }
    var agreed = PerMessageDeflate.of(agreement.deflate(), deflate, role);
    return new Codec(limits, SecureKeys.INSTANCE, agreed.inflater(), agreed.deflater());
  }
}
