package io.hawser.netty;

import io.hawser.connection.Codec;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.handshake.Agreement;
import io.hawser.model.Role;
import io.hawser.protocol.Limits;
import org.jspecify.annotations.Nullable;

/** Makes the codec that an opening handshake has agreed on. */
final class Codecs {
  private Codecs() {}

  static Codec of(
      Role role, Limits limits, Agreement agreement, @Nullable DeflateSettings settings) {
    if (agreement.deflate() == null || settings == null) {
      return new Codec(limits, SecureKeys.INSTANCE, null, null);
    }
    var deflate = PerMessageDeflate.of(agreement.deflate(), settings, role);
    return new Codec(limits, SecureKeys.INSTANCE, deflate.inflater(), deflate.deflater());
  }
}
