package io.hawser.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.extension.DeflateSettings;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.testkit.RawPeer;
import java.util.Arrays;
import java.util.Random;

/** A way to come to the server of the soak and to leave it again. */
enum Visit {
  ECHO {
    @Override
    void pay(int port) {
      try (var ws = connect(port)) {
        for (int i = 0; i < 20; i++) {
          echoed(ws, Message.text("message " + i));
        }
      }
    }
  },
  BIG {
    @Override
    void pay(int port) {
      byte[] bytes = new byte[100_000];
      new Random(port).nextBytes(bytes);
      try (var ws = connect(port)) {
        echoed(ws, Message.binary(bytes));
      }
    }
  },
  COMPRESSED {
    @Override
    void pay(int port) {
      var builder = WebSocketClient.builder(uri(port)).compression(DeflateSettings.forClients());
      try (var ws = builder.connect()) {
        echoed(ws, Message.text("again and ".repeat(1000)));
        echoed(ws, Message.text("again and ".repeat(1000)));
      }
    }
  },
  CODE_OF_ITS_OWN {
    @Override
    void pay(int port) {
      var ws = connect(port);
      ws.send("one that nobody waits for");
      ws.close(4000, "a reason");
      assertThat(ws.closure().map(Closure::sent)).contains(CloseReason.of(4000, "a reason"));
    }
  },
  SERVER_CLOSES {
    @Override
    void pay(int port) {
      leaves(connect(port), Soak.CLOSE);
    }
  },
  HANDLER_ENDS {
    @Override
    void pay(int port) {
      leaves(connect(port), Soak.LEAVE);
    }
  },
  RAW_CLOSE {
    @Override
    void pay(int port) {
      try (var peer = RawPeer.open(port)) {
        peer.sendHex("88 82 00000000 03e8");
        assertThat(peer.readToEnd()).startsWith(0x88, 0x02, 0x03, 0xe8);
      }
    }
  },
  VIOLATION {
    @Override
    void pay(int port) {
      try (var peer = RawPeer.open(port)) {
        peer.sendHex("81 00");
        assertThat(peer.readToEnd()).startsWith(0x88, 0x02, 0x03, 0xea);
      }
    }
  },
  RESET {
    @Override
    void pay(int port) {
      RawPeer.open(port).reset();
    }
  },
  RESET_IN_A_FRAME {
    @Override
    void pay(int port) {
      RawPeer.open(port).sendHex("82 ff 0000000000010000 00000000 0102").reset();
    }
  },
  RESET_WHILE_ECHOED {
    @Override
    void pay(int port) {
      byte[] frame = new byte[14 + 65536];
      byte[] header = {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 0};
      System.arraycopy(header, 0, frame, 0, header.length);
      RawPeer.open(port).send(frame).send(frame).send(frame).reset();
    }
  },
  END_WITHOUT_CLOSE {
    @Override
    void pay(int port) {
      try (var peer = RawPeer.open(port)) {
        peer.endOutput().readToEnd();
      }
    }
  },
  NO_REQUEST {
    @Override
    void pay(int port) {
      RawPeer.connect(port).close();
    }
  },
  HALF_A_REQUEST {
    @Override
    void pay(int port) {
      RawPeer.connect(port).send(RawPeer.VALID_REQUEST.substring(0, 40)).reset();
    }
  },
  REFUSED {
    @Override
    void pay(int port) {
      try (var peer = RawPeer.connect(port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
        assertThat(peer.readHead()).startsWith("HTTP/1.1 426 ");
        peer.readToEnd();
      }
    }
  };

  /** Comes and goes; throws if what it saw was not right. */
  abstract void pay(int port);

  private static String uri(int port) {
    return "ws://127.0.0.1:" + port;
  }

  private static WebSocket connect(int port) {
    return WebSocketClient.connect(uri(port));
  }

  private static void echoed(WebSocket ws, Message message) {
    ws.send(message);
    Message echo = ws.receive();
    // not by assertThat, which would print all of it
    assertThat(Arrays.equals(echo.bytes(), message.bytes())).as("echo is what was sent").isTrue();
  }

  /** Asks the server to close, and reads on until it has. */
  private static void leaves(WebSocket ws, String request) {
    ws.send(request);
    try (ws) {
      while (true) {
        ws.receive();
      }
    } catch (ConnectionClosedException e) {
      assertThat(e.closure().initiator()).isEqualTo(Closure.Initiator.PEER);
    }
  }
}
