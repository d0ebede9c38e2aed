package io.hawser.handshake;

import io.hawser.error.ProxyException.Reason;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** SOCKS 5 (RFC 1928), with user name and password if there are any (RFC 1929). */
final class Socks5Handshake implements ProxyHandshake {
  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int NO_METHOD = 0xFF;
  private static final int MAX_LENGTH = 255;

  /** The largest reply: four bytes, a name behind its length, a port. */
  private static final int MAX_REPLY_BYTES = 4 + 1 + MAX_LENGTH + 2;

  private enum State {
    METHOD,
    LOGIN,
    REPLY
  }

  private final String host;
  private final int port;
  private final byte @Nullable [] login;
  private final ByteBuffer reply = ByteBuffer.allocate(MAX_REPLY_BYTES);
  private State state = State.METHOD;

  Socks5Handshake(String host, int port, @Nullable ProxyLogin login) {
    this.host = HostAddress.withoutZone(host);
    this.port = port;
    this.login = login == null ? null : encode(login);
    prefixed("host", host);
  }

  @Override
  public byte[] begin() {
    // 3: the methods we know
    return login == null
        ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
        : new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD};
  }

  @Override
  public Step read(ByteBuffer in) {
    while (in.hasRemaining()) {
      reply.put(in.get());
      Step step =
          switch (state) {
            case METHOD -> method();
            case LOGIN -> login();
            case REPLY -> reply();
          };
      if (!(step instanceof Step.More)) {
        return step;
      }
    }
    return new Step.More();
  }

  @Override
  public Step.@Nullable Refused endOfStream() {
    return null;
  }

  private Step method() {
    if (reply.get(0) != VERSION) {
      return malformed();
    }
    if (reply.position() < 2) {
      return new Step.More();
    }
    int method = reply.get(1) & 0xFF;
    if (method == NO_AUTHENTICATION) {
      return next(State.REPLY, request());
    }
    if (method == PASSWORD && login != null) {
      return next(State.LOGIN, login);
    }
    return method == NO_METHOD
        ? new Step.Refused(Reason.CREDENTIALS, "SOCKS 5 wants another authentication", null)
        : malformed();
  }

  private Step login() {
    // RFC 1929, 2; the version in front of the status is the wrong one in some proxies
    if (reply.position() < 2) {
      return new Step.More();
    }
    return reply.get(1) == 0
        ? next(State.REPLY, request())
        : new Step.Refused(Reason.CREDENTIALS, "SOCKS 5 refuses user name and password", null);
  }

  // 6
  private Step reply() {
    if (reply.get(0) != VERSION) {
      return malformed();
    }
    int length = reply.position();
    // judged before the rest, which some proxies keep to themselves when they refuse
    if (length >= 2 && reply.get(1) != 0) {
      return refused(reply.get(1) & 0xFF);
    }
    if (length < 5) {
      return new Step.More();
    }
    int address =
        switch (reply.get(3)) {
          case 1 -> 4;
          case 3 -> 1 + (reply.get(4) & 0xFF);
          case 4 -> 16;
          default -> 0;
        };
    if (address == 0) {
      return malformed();
    }
    return length == 4 + address + 2 ? new Step.Open() : new Step.More();
  }

  private Step next(State next, byte[] bytes) {
    state = next;
    reply.clear();
    return new Step.Send(bytes);
  }

  // 4
  private byte[] request() {
    var request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, 1 /* CONNECT */, 0});
    InetAddress address = HostAddress.parse(host);
    if (address == null) {
      request.write(3);
      request.writeBytes(prefixed("host", host));
    } else {
      request.write(address instanceof Inet4Address ? 1 : 4);
      request.writeBytes(address.getAddress());
    }
    request.write(port >> 8);
    request.write(port);
    return request.toByteArray();
  }

  private static byte[] encode(ProxyLogin login) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(1);
    bytes.writeBytes(prefixed("user name", login.user()));
    bytes.writeBytes(prefixed("password", login.password()));
    return bytes.toByteArray();
  }

  /** Returns the text behind its length; what it is must not be shown. */
  private static byte[] prefixed(String what, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          what + " for a SOCKS 5 proxy: " + bytes.length + " bytes; at most " + MAX_LENGTH);
    }
    var prefixed = new ByteArrayOutputStream();
    prefixed.write(bytes.length);
    prefixed.writeBytes(bytes);
    return prefixed.toByteArray();
  }

  private static Step.Refused malformed() {
    return new Step.Refused(Reason.MALFORMED, "its answer is not SOCKS 5", null);
  }

  private static Step.Refused refused(int code) {
    String name = "SOCKS 5 reply " + code;
    return switch (code) {
      case 1 -> new Step.Refused(Reason.UNAVAILABLE, name + ": general failure", null);
      case 2 -> new Step.Refused(Reason.FORBIDDEN, name + ": not allowed", null);
      case 3 -> new Step.Refused(Reason.UNAVAILABLE, name + ": network unreachable", null);
      case 4 -> new Step.Refused(Reason.UNAVAILABLE, name + ": host unreachable", null);
      case 5 -> new Step.Refused(Reason.UNAVAILABLE, name + ": connection refused", null);
      case 6 -> new Step.Refused(Reason.UNAVAILABLE, name + ": TTL expired", null);
      default -> new Step.Refused(Reason.FORBIDDEN, name, null);
    };
  }
}
