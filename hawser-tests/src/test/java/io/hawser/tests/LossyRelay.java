package io.hawser.tests;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;

/**
 * A link between this machine and a network of its own that loses packets: two devices whose
 * packets travel in datagrams, by {@code socat}, and through here, where the die is cast. For
 * kernels that cannot do it themselves.
 */
final class LossyRelay implements AutoCloseable {
  private static final String HERE = "198.18.79.1";
  private static final String THERE = "198.18.79.2";

  private final double loss;
  private final DatagramSocket here;
  private final DatagramSocket there;
  private final List<Process> devices;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private LossyRelay(
      double loss, DatagramSocket here, DatagramSocket there, List<Process> devices) {
    this.loss = loss;
    this.here = here;
    this.there = there;
    this.devices = devices;
  }

  /** Lays the link; skips the test where that is not possible. */
  static LossyRelay open(Network network, double loss) throws Exception {
    var here = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    var there = new DatagramSocket(0, InetAddress.getByName(network.one()));
    int hereEnd = unusedPort("127.0.0.1");
    int thereEnd = unusedPort("127.0.0.1");
    Process device = socat(List.of(), HERE, "127.0.0.1", here.getLocalPort(), "127.0.0.1", hereEnd);
    Process other =
        socat(
            network.inside(),
            THERE,
            network.one(),
            there.getLocalPort(),
            network.oneThere(),
            thereEnd);
    var relay = new LossyRelay(loss, here, there, List.of(device, other));
    var hereAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), hereEnd);
    var thereAddress = new InetSocketAddress(network.oneThere(), thereEnd);
    Thread.ofPlatform()
        .daemon()
        .name("relay-up")
        .start(() -> relay.relay(there, here, hereAddress, 1));
    Thread.ofPlatform()
        .daemon()
        .name("relay-down")
        .start(() -> relay.relay(here, there, thereAddress, 2));
    if (device.waitFor(1, TimeUnit.SECONDS) || !other.isAlive()) {
      relay.close();
      Assumptions.abort("socat cannot make devices here");
    }
    return relay;
  }

  private static Process socat(
      List<String> prefix, String address, String relay, int port, String bind, int bindPort)
      throws IOException {
    var command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            "socat",
            "TUN:" + address + "/30,iff-up,iff-no-pi",
            "UDP4-DATAGRAM:%s:%d,bind=%s:%d".formatted(relay, port, bind, bindPort)));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      return Assumptions.abort("needs socat: " + e.getMessage());
    }
  }

  private static int unusedPort(String address) throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    }
  }

  /** Our address on the link. */
  String address() {
    return HERE;
  }

  @Override
  public String toString() {
    return passed + " packets passed, " + lost + " lost";
  }

  private void relay(DatagramSocket from, DatagramSocket to, InetSocketAddress end, long seed) {
    var random = new SplittableRandom(seed);
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      while (true) {
        packet.setLength(65_535);
        from.receive(packet);
        if (random.nextDouble() < loss) {
          lost.incrementAndGet();
        } else {
          passed.incrementAndGet();
          to.send(new DatagramPacket(packet.getData(), packet.getLength(), end));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() {
    devices.forEach(Process::destroyForcibly);
    here.close();
    there.close();
  }
}
