package io.hawser.testkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a free port of this machine that treats its first connection by the first step of a
 * script, the second by the second, and all further ones by the last. For tests of retry policies
 * and of what a client does when it comes back.
 *
 * <pre>{@code
 * try (var server = ScriptedServer.start(status(503, "Retry-After: 7"), hangUp(), open())) {
 *   ...
 *   assertThat(server.requests()).hasSize(3);
 * }
 * }</pre>
 */
public final class ScriptedServer implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  /** What to do with one connection; when it returns, the connection is closed. */
  @FunctionalInterface
  public interface Step {
    /**
     * Plays the server's part.
     *
     * @param request the head of the client's request, which was read already
     */
    void play(RawPeer client, String request);
  }

  private final RawServer server;
  private final List<Step> script;
  private final AtomicInteger next = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(List<Step> script) {
    this.script = script;
    this.server = RawServer.start(this::play);
  }

  /**
   * Starts to accept.
   *
   * @throws IllegalArgumentException if there is no step
   */
  public static ScriptedServer start(Step... script) {
    if (script.length == 0) {
      throw new IllegalArgumentException("a script without steps; must have one");
    }
    return new ScriptedServer(List.of(script));
  }

  /** Answers with a status and headers such as {@code Retry-After: 7}, and no body. */
  public static Step status(int status, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nContent-Length: 0\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return bytes(head.append("\r\n").toString());
  }

  /** Answers with these bytes, as Latin-1, and ends the stream. */
  public static Step bytes(String answer) {
    return (client, request) -> client.send(answer);
  }

  /** Ends the stream without an answer. */
  public static Step hangUp() {
    return (client, request) -> {};
  }

  /** Answers nothing, and keeps the connection until the client leaves. */
  public static Step silence() {
    return (client, request) -> client.readToEnd();
  }

  /** Opens, sends texts back and answers Pings, until the client closes. */
  public static Step open(String... headers) {
    return (client, request) -> {
      client.send(acceptance(request, headers));
      converse(client);
    };
  }

  /** Opens, then ends the stream without a Close frame. */
  public static Step openThenHangUp() {
    return (client, request) -> client.send(acceptance(request));
  }

  /** Opens, closes with a code and a reason, and waits for the client's Close frame. */
  public static Step openThenClose(int code, String reason) {
    return (client, request) -> {
      client.send(acceptance(request));
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      byte[] payload = new byte[2 + text.length];
      payload[0] = (byte) (code >> 8);
      payload[1] = (byte) code;
      System.arraycopy(text, 0, payload, 2, text.length);
      send(client, CLOSE, payload);
      converse(client);
    };
  }

  /** Returns the head that opens the connection that {@code request} asks for. */
  public static String acceptance(String request, String... headers) {
    var head =
        new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(accept(header(request, "Sec-WebSocket-Key")))
            .append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Returns the value of a header of a request; empty if there is none. */
  public static String header(String request, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return request
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Where it listens, such as {@code ws://localhost:49152/}. */
  public String uri() {
    return "ws://localhost:" + port() + "/";
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The heads of the requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Accepts no more; connections that are open stay so. */
  @Override
  public void close() {
    server.close();
  }

  private void play(RawPeer client) {
    Step step = script.get(Math.min(next.getAndIncrement(), script.size() - 1));
    String request = client.readHead();
    requests.add(request);
    step.play(client, request);
  }

  private static void converse(RawPeer client) {
    try {
      while (true) {
        byte[] head = client.read(2);
        byte[] payload = payload(client, head[1] & 0x7F);
        switch (head[0] & 0xF) {
          case TEXT -> send(client, TEXT, payload);
          case PING -> send(client, PING + 1, payload);
          case CLOSE -> {
            send(client, CLOSE, payload);
            return;
          }
          default -> {
            // passed over
          }
        }
      }
    } catch (UncheckedIOException e) {
      // the client has left
    }
  }

  private static byte[] payload(RawPeer client, int length) {
    if (length == 127) {
      throw new IllegalStateException("message of 64 KiB or more; a script reads smaller ones");
    }
    byte[] extended = length == 126 ? client.read(2) : new byte[0];
    int bytes = length == 126 ? ((extended[0] & 0xFF) << 8) | (extended[1] & 0xFF) : length;
    byte[] mask = client.read(4);
    byte[] payload = client.read(bytes);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return payload;
  }

  private static void send(RawPeer client, int opcode, byte[] payload) {
    String head = HexFormat.of().toHexDigits((byte) (0x80 | opcode));
    String length =
        payload.length < 126
            ? HexFormat.of().toHexDigits((byte) payload.length)
            : "7e" + HexFormat.of().toHexDigits((short) payload.length);
    client.sendHex(head + length + HexFormat.of().formatHex(payload));
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
