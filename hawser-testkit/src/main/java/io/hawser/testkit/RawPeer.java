package io.hawser.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A peer on a real socket that sends exact bytes and shows exact bytes, whatever the protocol says.
 * Every wait has a deadline of 30 s, past which it throws {@link UncheckedIOException}. For one
 * thread at a time.
 */
public final class RawPeer implements AutoCloseable {
  private static final int DEADLINE_MILLIS = (int) Duration.ofSeconds(30).toMillis();

  /** A request that opens a connection to any server without further demands. */
  public static final String VALID_REQUEST =
      """
      GET / HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private final @Nullable Socket socket;
  private final @Nullable SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  RawPeer(Socket socket) {
    this.socket = socket;
    this.channel = null;
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE_MILLIS);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawPeer(SocketChannel channel) {
    this.socket = null;
    this.channel = channel;
    in = Channels.newInputStream(channel);
    out = Channels.newOutputStream(channel);
  }

  /** Connects to a port of this machine. */
  public static RawPeer connect(int port) {
    try {
      return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to a Unix-domain socket, on which waits have no deadline. */
  public static RawPeer connect(Path unixSocket) {
    try {
      return new RawPeer(SocketChannel.open(UnixDomainSocketAddress.of(unixSocket)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Speaks on a socket that is connected already, such as one with TLS or with an address of its
   * own; closes it in the end.
   */
  public static RawPeer over(Socket socket) {
    return new RawPeer(socket);
  }

  /** Connects, sends {@link #VALID_REQUEST} and reads the head of the answer. */
  public static RawPeer open(int port) {
    RawPeer peer = connect(port).send(VALID_REQUEST);
    String head = peer.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IllegalStateException("server refused: " + head);
    }
    return peer;
  }

  /** Sends these bytes at once. */
  public RawPeer send(byte[] bytes) {
    try {
      out.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the bytes of these hexadecimal digits; spaces between them are passed over. */
  public RawPeer sendHex(String hex) {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Sends text, as Latin-1. */
  public RawPeer send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads exactly so many bytes. */
  public byte[] read(int bytes) {
    try {
      byte[] read = in.readNBytes(bytes);
      if (read.length < bytes) {
        throw new UncheckedIOException(
            new IOException("stream ended after " + read.length + " of " + bytes + " bytes"));
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads exactly so many bytes, as hexadecimal digits. */
  public String readHex(int bytes) {
    return HexFormat.of().formatHex(read(bytes));
  }

  /** Reads up to the empty line behind the headers, and not a byte more. */
  public String readHead() {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) (read(1)[0] & 0xFF));
    }
    return head.toString();
  }

  /** Reads until the peer ends the stream, by FIN or by reset, and returns what came. */
  public byte[] readToEnd() {
    var all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      // reset: an end like another
    }
    return all.toByteArray();
  }

  /** Ends our direction of the stream. */
  public RawPeer endOutput() {
    try {
      if (socket != null) {
        socket.shutdownOutput();
      }
      if (channel != null) {
        channel.shutdownOutput();
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resets the connection; a Unix-domain socket, which cannot, is closed. */
  public void reset() {
    try {
      if (socket != null) {
        socket.setSoLinger(true, 0);
      }
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the socket. */
  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
