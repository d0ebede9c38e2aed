package io.hawser.handshake;

import io.hawser.error.ProxyException;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to a proxy to be connected to a server, and what it makes of the answers. One
 * for each connection; not safe for several threads at once.
 *
 * <p>Names are handed to the proxy as they are: it is the one to resolve them.
 */
public sealed interface ProxyHandshake permits ConnectHandshake, Socks4Handshake, Socks5Handshake {
  /** What comes of the bytes that were taken. */
  sealed interface Step {
    /** More bytes are needed. */
    record More() implements Step {}

    /**
     * These bytes are to be sent, then more are needed.
     *
     * @param bytes owned by the step, do not write into them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Send(byte[] bytes) implements Step {}

    /** The server is at the other end; what follows was left in the buffer and comes from it. */
    record Open() implements Step {}

    /**
     * The proxy does not connect us.
     *
     * @param what the answer, in words
     * @param response the answer itself; null if it is not an HTTP one
     */
    record Refused(ProxyException.Reason reason, String what, @Nullable Response response)
        implements Step {}
  }

  /**
   * Returns the handshake of HTTP: {@code CONNECT} (RFC 9110, 9.3.6).
   *
   * @param host a name or an address, IPv6 without brackets
   * @param login for Basic authentication (RFC 7617); null for none
   */
  static ProxyHandshake connect(String host, int port, @Nullable ProxyLogin login) {
    return new ConnectHandshake(host, port, login);
  }

  /**
   * Returns the handshake of SOCKS 4, with its extension 4A for names.
   *
   * @param host a name or an address, IPv6 without brackets
   * @param user null for none
   */
  static ProxyHandshake socks4a(String host, int port, @Nullable String user) {
    return new Socks4Handshake(host, port, user);
  }

  /**
   * Returns the handshake of SOCKS 5 (RFC 1928).
   *
   * @param host a name or an address, IPv6 without brackets
   * @param login offered beside no authentication (RFC 1929); null to offer none
   * @throws IllegalArgumentException if name, user or password has more than 255 bytes
   */
  static ProxyHandshake socks5(String host, int port, @Nullable ProxyLogin login) {
    return new Socks5Handshake(host, port, login);
  }

  /** Returns what to send once the proxy is connected. */
  byte[] begin();

  /**
   * Takes bytes of the proxy, up to the next step and no further; to be called again after {@link
   * Step.Send} with what it left.
   *
   * @param in its position moves behind the bytes that were taken
   */
  Step read(ByteBuffer in);

  /**
   * Returns the refusal that is known when nothing more will come, be it by the end of the stream
   * or by a deadline; null if none is.
   */
  Step.@Nullable Refused endOfStream();
}
