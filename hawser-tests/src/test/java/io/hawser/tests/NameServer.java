package io.hawser.tests;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Answers for all names alike (RFC 1035): one address of IPv4, or that there is no such name. */
final class NameServer implements AutoCloseable {
  private static final int TYPE_A = 1;
  private static final int HEADER = 12;
  private static final int ANSWER_BYTES = 16;

  private final DatagramSocket socket;
  private volatile byte @Nullable [] address;

  private NameServer(DatagramSocket socket) {
    this.socket = socket;
    Thread.ofPlatform().daemon().name("names").start(this::serve);
  }

  /** Listens on the port of names; skips the test if somebody else does already. */
  static NameServer open(String address) throws IOException {
    try {
      return new NameServer(new DatagramSocket(53, InetAddress.getByName(address)));
    } catch (BindException e) {
      return Assumptions.abort("needs the port of names: " + e.getMessage());
    }
  }

  /** The address from now on; null for no such name. */
  void answer(@Nullable String literal) throws IOException {
    address = literal == null ? null : InetAddress.getByName(literal).getAddress();
  }

  private void serve() {
    var query = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        query.setLength(512);
        socket.receive(query);
        byte[] answer = answerTo(Arrays.copyOf(query.getData(), query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private byte[] answerTo(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += 1 + query[end];
    }
    int type = query[end + 2];
    byte[] now = address;
    boolean answers = now != null && type == TYPE_A;
    var answer = ByteBuffer.allocate(end + 5 + (answers ? ANSWER_BYTES : 0));
    answer.put(query, 0, end + 5);
    if (answers) {
      // the name of the question, type A, class IN, to be asked for again at once
      answer.putShort((short) (0xC000 | HEADER)).putShort((short) TYPE_A).putShort((short) 1);
      answer.putInt(0).putShort((short) 4).put(now);
    }
    // a response, by an authority; 3: no such name
    answer.putShort(2, (short) (0x8480 | (now == null ? 3 : 0)));
    answer.putShort(4, (short) 1).putShort(6, (short) (answers ? 1 : 0)).putInt(8, 0);
    return answer.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
