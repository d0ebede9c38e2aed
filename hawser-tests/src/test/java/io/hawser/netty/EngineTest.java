package io.hawser.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import io.netty.channel.uring.IoUring;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EngineTest {
  /** By the system's name; only the kernel can tell of io_uring, which it may forbid. */
  private static boolean works(TransportType type) {
    return switch (type) {
      case AUTO, NIO -> true;
      case EPOLL -> OS.LINUX.isCurrentOs();
      case KQUEUE -> OS.MAC.isCurrentOs();
      case IO_URING -> OS.LINUX.isCurrentOs() && IoUring.isAvailable();
    };
  }

  private static WebSocketServer.Builder echo(TransportType type) {
    return WebSocketServer.builder(
            ws -> {
              for (Message message : ws) {
                ws.send(message);
              }
            })
        .transport(type);
  }

  @ParameterizedTest
  @EnumSource
  void echoesOverTcpOrSaysWhyNot(TransportType type) {
    if (!works(type)) {
      assertThatThrownBy(() -> echo(type).listen("localhost", 0).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("transport " + type + " is not available here: ");
      return;
    }
    try (var server = echo(type).listen("localhost", 0).start();
        var ws = WebSocketClient.connect("ws://localhost:" + server.port() + "/")) {
      assertEchoes(ws, 0);
      assertEchoes(ws, 100_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void echoesOverAUnixSocketAndNamesItAsTheJdkDoes(TransportType type, @TempDir Path folder) {
    if (!works(type)) {
      assertThatThrownBy(() -> echo(type).listen("localhost", 0).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("transport " + type + " is not available here: ");
      return;
    }
    Path path = folder.resolve("s");
    try (var server = echo(type).listenUnix(path).start()) {
      assertThat(server.addresses()).containsExactly(UnixDomainSocketAddress.of(path));
      try (var ws = WebSocketClient.builder("ws://localhost/").unixSocket(path).connect()) {
        assertEchoes(ws, 100_000);
        assertThat(server.connections())
            .allSatisfy(
                open -> {
                  assertThat(open.remoteAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
                  assertThat(open.localAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
                });
      }
    }
  }

  private static void assertEchoes(WebSocket ws, int bytes) {
    var message = Message.binary(new byte[bytes]);
    ws.send(message);
    assertThat(ws.receive()).isEqualTo(message);
  }

  @Test
  void autoTakesEpollOnLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "Linux");
    assertThat(Engine.of(TransportType.AUTO)).isEqualTo(Engine.EPOLL);
  }

  @Test
  void thePropertyNamesTheDefaultInAnyCase() {
    String before = System.getProperty(Engine.PROPERTY);
    try {
      System.setProperty(Engine.PROPERTY, "Nio");
      assertThat(Engine.ofProperty()).isEqualTo(Engine.NIO);
      System.setProperty(Engine.PROPERTY, "iocp");
      assertThatThrownBy(Engine::ofProperty)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "io.hawser.transport: iocp; must be one of auto, io_uring, epoll, kqueue, nio");
    } finally {
      if (before == null) {
        System.clearProperty(Engine.PROPERTY);
      } else {
        System.setProperty(Engine.PROPERTY, before);
      }
    }
  }
}
