package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.InvalidStatusException;
import io.hawser.model.Closure;
import io.hawser.model.Closure.Initiator;
import io.hawser.observe.ServerObserver;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that end TLS by close_notify, and leave TCP open until they get ours: many stacks do. */
@Timeout(60)
class TlsEndTest {
  private static final Timeouts PATIENT =
      Timeouts.defaults().withOpening(Duration.ofMinutes(5)).withClosing(Duration.ofMinutes(5));

  private final CountDownLatch over = new CountDownLatch(1);

  private interface Script {
    void play(SSLSocket client) throws Exception;
  }

  /** Plays the server's part over TLS; TCP stays open until the test is over. */
  private ServerSocket serve(Script script) throws IOException {
    var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket tcp = listening.accept()) {
                var tls =
                    (SSLSocket)
                        TestCertificates.serverContext()
                            .getSocketFactory()
                            .createSocket(tcp, "client", 1, false);
                tls.setUseClientMode(false);
                script.play(tls);
                over.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    return listening;
  }

  private static String readHead(SSLSocket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  private static String accept(String key) throws GeneralSecurityException {
    byte[] text =
        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
  }

  private static void write(SSLSocket socket, String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static WebSocketClient.Builder client(ServerSocket server) {
    return WebSocketClient.builder("wss://localhost:" + server.getLocalPort() + "/")
        .tls(TestCertificates.clientContext())
        .timeouts(PATIENT);
  }

  @Test
  void aClientIsClosedOnceTheServerHasEndedTls() throws Exception {
    try (var server =
            serve(
                socket -> {
                  String head = readHead(socket);
                  String key =
                      head.lines()
                          .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                          .findFirst()
                          .orElseThrow()
                          .substring(19);
                  write(
                      socket,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                          + accept(key)
                          + "\r\n\r\n");
                  socket.getInputStream().readNBytes(8);
                  write(socket, "\u0088\u0002\u0003\u00e8");
                  socket.shutdownOutput();
                });
        var ws = client(server).connect()) {
      CompletableFuture.runAsync(ws::close).orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(ws.closure().orElseThrow().isClean()).isTrue();
    } finally {
      over.countDown();
    }
  }

  @Test
  void aRefusalEndsWithTls() throws Exception {
    try (var server =
        serve(
            socket -> {
              readHead(socket);
              write(socket, "HTTP/1.1 403 Forbidden\r\n\r\nno");
              socket.shutdownOutput();
            })) {
      var connecting = CompletableFuture.supplyAsync(client(server)::connect);
      assertThatThrownBy(() -> connecting.orTimeout(20, TimeUnit.SECONDS).join())
          .hasCauseInstanceOf(InvalidStatusException.class);
    } finally {
      over.countDown();
    }
  }

  @Test
  void aServerSeesThatItsClientHasEndedTls() throws Exception {
    var closed = new CompletableFuture<Closure>();
    var observer =
        new ServerObserver() {
          @Override
          public void closed(WebSocket ws, Closure closure) {
            closed.complete(closure);
          }
        };
    try (var server =
            WebSocketServer.builder(WebSocket::receive)
                .listen("127.0.0.1", 0)
                .tls(TestCertificates.serverContext())
                .observer(observer)
                .start();
        var tcp = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var socket =
          (SSLSocket)
              TestCertificates.clientContext()
                  .getSocketFactory()
                  .createSocket(tcp, "localhost", server.port(), false);
      write(socket, RawPeer.VALID_REQUEST);
      assertThat(readHead(socket)).startsWith("HTTP/1.1 101 ");
      socket.shutdownOutput();
      assertThat(closed.orTimeout(20, TimeUnit.SECONDS).join().initiator())
          .isEqualTo(Initiator.NETWORK);
    }
  }
}
