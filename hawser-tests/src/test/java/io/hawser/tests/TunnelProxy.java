package io.hawser.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that connects everybody to one port of this machine, whatever they ask for. */
final class TunnelProxy implements AutoCloseable {
  private static final String REFUSAL =
      "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket listening;
  private final int target;
  private final Predicate<String> admits;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private TunnelProxy(ServerSocket listening, int target, Predicate<String> admits) {
    this.listening = listening;
    this.target = target;
    this.admits = admits;
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * Starts to accept.
   *
   * @param tls null for plain text
   */
  static TunnelProxy start(@Nullable SSLContext tls, int target) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      return new TunnelProxy(
          tls == null
              ? new ServerSocket(0, 10, loopback)
              : tls.getServerSocketFactory().createServerSocket(0, 10, loopback),
          target,
          head -> true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts to accept; who comes with another head than these is answered 407. */
  static TunnelProxy admitting(Predicate<String> heads, int target) {
    try {
      var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      return new TunnelProxy(listening, target, heads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** What was asked for so far. */
  List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      heads.add(head);
      if (!admits.test(head)) {
        client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread up = Thread.ofVirtual().start(() -> copy(client, server));
        copy(server, client);
        up.join();
      }
    } catch (IOException | InterruptedException e) {
      // whoever left, the other one hears of it by the end of its stream
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // as above
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("end of stream");
      }
      head.append((char) b);
    }
    return head.toString();
  }
}
