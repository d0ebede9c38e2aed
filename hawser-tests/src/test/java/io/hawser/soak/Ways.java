package io.hawser.soak;

import static io.hawser.testkit.ScriptedServer.acceptance;

import io.hawser.soak.Way.Place;
import io.hawser.soak.Way.Script;
import io.hawser.testkit.RawPeer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Every way there is to be disconnected. */
final class Ways {
  private static final String NO_ANSWER = "ConnectFailedException HTTP";
  private static final String NO_PROXY = "ConnectFailedException PROXY";
  private static final String NO_TLS = "ConnectFailedException TLS";
  private static final String NOT_HTTP = "InvalidMessageException HTTP";
  private static final String STATUS = "InvalidStatusException HTTP";
  private static final String HEADER = "InvalidHeaderException HTTP";

  private static final Script NOTHING = (client, stuck) -> {};

  // when something came, as before that it is not known whether they are connected
  private static final Script RESET =
      (client, stuck) -> {
        client.read(1);
        client.reset();
      };
  private static final Script HTTP =
      (client, stuck) -> {
        client.read(1);
        client.send("HTTP/1.1 400 No\r\n\r\n");
      };
  private static final Script SILENCE =
      (client, stuck) -> {
        client.read(1);
        stuck.run();
        client.readToEnd();
      };

  private final List<Way> all = new ArrayList<>();

  private Ways() {
    elsewhere();
    answers();
    proxies();
    ends();
    codes();
  }

  static List<Way> all() {
    return List.copyOf(new Ways().all);
  }

  private void add(String name, Place place, String outcome, Script script) {
    all.add(new Way(name, place, outcome, script));
  }

  private void elsewhere() {
    add("nobody listens", Place.NOBODY, "ConnectFailedException TCP", NOTHING);
    add("no answer to a SYN", Place.SILENT, "HandshakeTimeoutException TCP", NOTHING);
    add("no such name", Place.NO_NAME, "ConnectFailedException DNS", NOTHING);
    add("a name looked for", Place.LOST_NAME, "HandshakeTimeoutException DNS", NOTHING);
    add("no header", Place.NO_HEADER, "SupplierFailedException PREPARE", NOTHING);
    add("untrusted", Place.UNTRUSTED, "UntrustedServerException TLS", NOTHING);
    add("refused inside TLS", Place.REFUSING, STATUS, NOTHING);
    add("FIN instead of TLS", Place.TLS, NO_TLS, NOTHING);
    add("reset instead of TLS", Place.TLS, NO_TLS, RESET);
    add("HTTP instead of TLS", Place.TLS, NO_TLS, HTTP);
    add("silence instead of TLS", Place.TLS, "HandshakeTimeoutException TLS", SILENCE);
  }

  private void answers() {
    add("FIN at once", Place.PLAIN, NO_ANSWER, NOTHING);
    add("reset in the request", Place.PLAIN, NO_ANSWER, RESET);
    add("FIN inside the request", Place.PLAIN, NO_ANSWER, (client, stuck) -> client.read(20));
    add("FIN behind the request", Place.PLAIN, NO_ANSWER, answer(""));
    add("FIN in the status line", Place.PLAIN, NO_ANSWER, answer("HTTP/1.1 10"));
    add("FIN in a header", Place.PLAIN, NO_ANSWER, answer("HTTP/1.1 101 Up\r\nUpgra"));
    add("reset in a header", Place.PLAIN, NO_ANSWER, resetBehind("HTTP/1.1 101 Up\r\nUpgra"));
    add("silence", Place.PLAIN, "HandshakeTimeoutException HTTP", SILENCE);
    add("garbage", Place.PLAIN, NOT_HTTP, answer("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    add("HTTP/1.0", Place.PLAIN, NOT_HTTP, accept("HTTP/1.1", "HTTP/1.0"));
    add("wrong accept value", Place.PLAIN, HEADER, accept("Accept: ", "Accept: x"));
    add("no Upgrade", Place.PLAIN, "InvalidUpgradeException HTTP", accept("Upgrade: w", "X: w"));
    add(
        "unoffered subprotocol",
        Place.PLAIN,
        "NegotiationException HTTP",
        accept("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat\r\n\r\n"));
    add(
        "unoffered extension",
        Place.PLAIN,
        "NegotiationException HTTP",
        accept("\r\n\r\n", "\r\nSec-WebSocket-Extensions: x\r\n\r\n"));
    for (int status : new int[] {200, 401, 404, 429, 500, 503}) {
      String head = "HTTP/1.1 " + status + " No\r\nContent-Length: ";
      add(status + " with a body", Place.PLAIN, STATUS, answer(head + "5\r\n\r\nsorry"));
      add(status + " cut in its body", Place.PLAIN, STATUS, answer(head + "500\r\n\r\nsorry"));
    }
    add("redirects", Place.PLAIN, "RedirectException HTTP", answer(redirect("/again")));
    add(
        "a redirect away",
        Place.PLAIN,
        "ConnectFailedException TCP",
        answer(redirect("ws://127.0.0.1:1/")));
  }

  private static String redirect(String to) {
    return "HTTP/1.1 302 There\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
  }

  private void proxies() {
    add("proxy: FIN", Place.PROXY, NO_PROXY, NOTHING);
    add("proxy: reset", Place.PROXY, NO_PROXY, RESET);
    add("proxy: silence", Place.PROXY, "HandshakeTimeoutException PROXY", SILENCE);
    add("proxy: 407", Place.PROXY, "ProxyException PROXY", answer("HTTP/1.1 407 No\r\n\r\n"));
    add("proxy: 502", Place.PROXY, "ProxyException PROXY", answer("HTTP/1.1 502 No\r\n\r\n"));
    add("proxy: garbage", Place.PROXY, "ProxyException PROXY", answer("SSH-2.0-x\r\n\r\n"));
    add("proxy: FIN behind it", Place.PROXY, NO_ANSWER, answer("HTTP/1.1 200 OK\r\n\r\n"));
  }

  private void ends() {
    add("FIN", Place.PLAIN, "1006", open(""));
    add("reset", Place.PLAIN, "1006", open("", RawPeer::reset));
    add("FIN in a frame", Place.PLAIN, "1006", open("82 7e 10 00 01 02"));
    add("FIN between fragments", Place.PLAIN, "1006", open("01 01 61"));
    add("reset in a frame", Place.PLAIN, "1006", open("82 7e 10 00 01", RawPeer::reset));
    add("message, then FIN", Place.PLAIN, "1006", open("81 01 61"));
    add("masked frame", Place.PLAIN, "1002", open("81 81 00000000 61", Ways::readClose));
    add("reserved bits", Place.PLAIN, "1002", open("f1 00", Ways::readClose));
    add("unknown opcode", Place.PLAIN, "1002", open("83 00", Ways::readClose));
    add("invalid UTF-8", Place.PLAIN, "1007", open("81 02 c328", Ways::readClose));
    add("message too big", Place.PLAIN, "1009", open("82 7f 0000000040000000", Ways::readClose));
    // with the peer gone before it hears of it, the code of ours stays the reason
    add("violation, then FIN", Place.PLAIN, "1002", open("f1 00"));
    add(
        "silence when open",
        Place.PLAIN,
        "1011",
        (client, stuck) -> {
          client.send(acceptance(client.readHead()));
          stuck.run();
          client.readToEnd();
        });
    add(
        "message without end",
        Place.PLAIN,
        "1008",
        (client, stuck) -> {
          client.send(acceptance(client.readHead())).sendHex("01 01 61");
          stuck.run();
          client.readToEnd();
        });
  }

  private void codes() {
    for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014}) {
      closes(code);
    }
    for (int code : new int[] {3000, 3003, 4000, 4401, 4999}) {
      closes(code);
    }
    add("no code", Place.PLAIN, "1005", open("88 00", Ways::readClose));
    add("a code, then reset", Place.PLAIN, "1012", open("88 02 03f4", RawPeer::reset));
  }

  private void closes(int code) {
    String frame = "88 05 " + HexFormat.of().toHexDigits((short) code) + "627965";
    add("code " + code, Place.PLAIN, Integer.toString(code), open(frame, Ways::readClose));
  }

  /** Waits for the client's Close frame, which is the first that it sends. */
  private static void readClose(RawPeer client) {
    client.read(4 + (client.read(2)[1] & 0x7f));
  }

  private static Script answer(String answer) {
    return (client, stuck) -> {
      client.readHead();
      client.send(answer);
    };
  }

  private static Script resetBehind(String answer) {
    return (client, stuck) -> {
      client.readHead();
      client.send(answer).reset();
    };
  }

  private static Script accept(String part, String otherwise) {
    return (client, stuck) -> client.send(acceptance(client.readHead()).replace(part, otherwise));
  }

  private static Script open(String hex) {
    return open(hex, client -> {});
  }

  /** Opens, sends these bytes, and leaves in some way. */
  private static Script open(String hex, Consumer<RawPeer> leave) {
    return (client, stuck) -> {
      client.send(acceptance(client.readHead()));
      if (!hex.isEmpty()) {
        client.sendHex(hex);
      }
      leave.accept(client);
    };
  }
}
