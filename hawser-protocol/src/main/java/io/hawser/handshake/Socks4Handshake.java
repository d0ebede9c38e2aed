package io.hawser.handshake;

import io.hawser.error.ProxyException.Reason;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** SOCKS 4 with names, known as 4A. There is no RFC; the replies are 90 to 93. */
final class Socks4Handshake implements ProxyHandshake {
  private static final int REPLY_BYTES = 8;

  /** An address that none can be: a name follows. */
  private static final byte[] NAMED = {0, 0, 0, 1};

  private final String host;
  private final int port;
  private final String user;
  private final ByteBuffer reply = ByteBuffer.allocate(REPLY_BYTES);

  Socks4Handshake(String host, int port, @Nullable String user) {
    this.host = host;
    this.port = port;
    this.user = user == null ? "" : user;
    if (this.user.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("user of a SOCKS 4 proxy: has a NUL; must not");
    }
  }

  @Override
  public byte[] begin() {
    var request = new ByteArrayOutputStream();
    request.write(4);
    request.write(1); // CONNECT
    request.write(port >> 8);
    request.write(port);
    boolean isAddress = HostAddress.parse(host) instanceof Inet4Address;
    request.writeBytes(isAddress ? HostAddress.bytes(host) : NAMED);
    request.writeBytes(user.getBytes(StandardCharsets.UTF_8));
    request.write(0);
    if (!isAddress) {
      // an IPv6 address, too: written out, some proxies understand it
      request.writeBytes(HostAddress.withoutZone(host).getBytes(StandardCharsets.US_ASCII));
      request.write(0);
    }
    return request.toByteArray();
  }

  @Override
  public Step read(ByteBuffer in) {
    while (in.hasRemaining() && reply.hasRemaining()) {
      reply.put(in.get());
      if (reply.get(0) != 0) {
        return new Step.Refused(Reason.MALFORMED, "its answer is not SOCKS 4", null);
      }
    }
    // judged before the rest, which some proxies keep to themselves when they refuse
    if (reply.position() >= 2 && reply.get(1) != 90) {
      return refused(reply.get(1) & 0xFF);
    }
    return reply.hasRemaining() ? new Step.More() : new Step.Open();
  }

  @Override
  public Step.@Nullable Refused endOfStream() {
    return null;
  }

  private static Step.Refused refused(int code) {
    return switch (code) {
      case 91 -> new Step.Refused(Reason.UNAVAILABLE, "SOCKS 4 reply 91: rejected or failed", null);
      case 92, 93 ->
          new Step.Refused(
              Reason.CREDENTIALS, "SOCKS 4 reply " + code + ": user not identified", null);
      default -> new Step.Refused(Reason.FORBIDDEN, "SOCKS 4 reply " + code, null);
    };
  }
}
