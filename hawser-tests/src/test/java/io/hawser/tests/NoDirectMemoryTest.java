package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.testkit.RawPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that take nothing hold all memory there is to write from, for a while. */
@Timeout(60)
class NoDirectMemoryTest {
  private static final int PEERS = 60;
  private static final String OPENED = "81046f70656e";
  private static final String WORD = "8181" + "00000000" + "61";
  private static final String HEADER = "827f00000000000186a0";

  @Test
  void nobodyGetsAnothersBytesAndOnceThereIsMemoryAllIsAsBefore() throws Exception {
    Process process =
        new ProcessBuilder(ExhaustedServer.command()).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      int port = Integer.parseInt(lines.readLine());
      List<RawPeer> peers = open(port, PEERS);
      peers.getFirst().sendHex(WORD);
      assertThat(failed(lines)).as("sends without memory").isPositive();
      for (int i = 0; i < PEERS; i++) {
        assertOwn(peers.get(i).endOutput().readToEnd(), i);
        peers.get(i).close();
      }
      try (RawPeer later = open(port, 1).getFirst()) {
        later.sendHex(WORD);
        assertThat(failed(lines)).isZero();
        assertThat(later.readHex(HEADER.length() / 2)).isEqualTo(HEADER);
        assertThat(later.read(ExhaustedServer.BYTES)).containsOnly(PEERS);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<RawPeer> open(int port, int count) throws IOException {
    var peers = new ArrayList<RawPeer>();
    for (int i = 0; i < count; i++) {
      var socket = new Socket();
      // so that it takes little
      socket.setReceiveBufferSize(4 * 1024);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      RawPeer peer = RawPeer.over(socket).send(RawPeer.VALID_REQUEST);
      assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(peer.readHex(OPENED.length() / 2)).isEqualTo(OPENED);
      peers.add(peer);
    }
    return peers;
  }

  /** Waits for a line that is a number, past what is logged. */
  private static int failed(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.matches("[0-9]+")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
    return Integer.parseInt(line);
  }

  /** What came is its messages, one behind the other, up to where the connection was cut. */
  private static void assertOwn(byte[] came, int peer) {
    int frame = HEADER.length() / 2 + ExhaustedServer.BYTES;
    int others = 0;
    for (int i = 0; i < came.length; i++) {
      others += i % frame >= HEADER.length() / 2 && came[i] != (byte) peer ? 1 : 0;
    }
    assertThat(others).as("bytes that peer %d got of others", peer).isZero();
  }
}
