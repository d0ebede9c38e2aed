package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.CloseReason;
import io.hawser.model.Role;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The closing handshake of two endpoints, in every order in which what they do and what the network
 * delivers can happen, the ends of both TCP streams included.
 */
class ClosingInterleavingsTest {
  private static final byte[] FIN = {};

  /** One endpoint, and what is on its way to it. */
  private static final class Side extends RecordedEvents {
    private final Endpoint endpoint;
    private final FrameEncoder encoder;
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private Side peer;
    private int closeFrames;
    private boolean streamEnded;
    private boolean sawEnd;
    private boolean left;

    Side(Role role) {
      this.endpoint = new Endpoint(role, Limits.defaults(), null);
      this.encoder = new FrameEncoder(role, () -> 0x01020304, null);
    }

    @Override
    public void writeClose(CloseReason reason) {
      assertThat(++closeFrames).as("Close frames of one endpoint").isEqualTo(1);
      assertThat(streamEnded).as("a Close frame behind the end").isFalse();
      var out = CollectedOutput.heap();
      encoder.close(reason, out);
      peer.arriving.add(out.bytes());
    }

    @Override
    public void endStream() {
      if (!streamEnded) {
        streamEnded = true;
        peer.arriving.add(FIN);
      }
    }

    /** The program is gone, and its socket closed by the system. */
    void leave() {
      endStream();
      left = true;
      sawEnd = true;
    }

    // once the stream has ended there is nothing to close

    void close(int code) {
      if (!sawEnd) {
        endpoint.close(CloseReason.of(code, ""), this);
      }
    }

    void fail() {
      if (!sawEnd) {
        endpoint.fail(CloseReason.of(1011, ""), this);
      }
    }

    void deliver() {
      byte[] bytes = arriving.remove();
      if (left) {
        return;
      }
      if (bytes.length > 0) {
        endpoint.receive(ByteBuffer.wrap(bytes), this);
      } else {
        sawEnd = true;
        // 7.1.1: whoever sees the stream end closes its socket
        endStream();
      }
    }

    @Override
    public String toString() {
      if (left) {
        return "gone";
      }
      return switch (endpoint.closing()) {
        case Closing.Open open -> "open";
        case Closing.Sent(var sent) -> "sent " + sent;
        case Closing.Failed(var sent) -> "failed " + sent;
        case Closing.Done(var sent, var received, var peerBegan) ->
            sent + "/" + received + (peerBegan ? " by peer" : " by us");
      };
    }
  }

  /** Both sides, after some steps. */
  private static final class Pair {
    private final Side client = new Side(Role.CLIENT);
    private final Side server = new Side(Role.SERVER);
    private final List<String> toDo;

    Pair(List<String> toDo) {
      client.peer = server;
      server.peer = client;
      this.toDo = new ArrayList<>(toDo);
    }

    List<String> enabled() {
      var steps = new ArrayList<>(toDo);
      if (!client.arriving.isEmpty()) {
        steps.add("to client");
      }
      if (!server.arriving.isEmpty()) {
        steps.add("to server");
      }
      return steps;
    }

    void take(String step) {
      toDo.remove(step);
      switch (step) {
        case "to client" -> client.deliver();
        case "to server" -> server.deliver();
        case "client closes" -> client.close(4001);
        case "server closes" -> server.close(4002);
        case "client fails" -> client.fail();
        case "server fails" -> server.fail();
        case "client leaves" -> client.leave();
        case "server leaves" -> server.leave();
        default -> throw new IllegalArgumentException(step);
      }
    }
  }

  private static Set<String> outcomes(List<String> toDo) {
    var outcomes = new TreeSet<String>();
    explore(toDo, List.of(), outcomes);
    return outcomes;
  }

  private static void explore(List<String> toDo, List<String> path, Set<String> outcomes) {
    var pair = new Pair(toDo);
    path.forEach(pair::take);
    List<String> enabled = pair.enabled();
    if (enabled.isEmpty()) {
      outcomes.add(pair.client + ", " + pair.server);
      assertThat(pair.client.sawEnd).as("%s: the client's stream ended", path).isTrue();
      assertThat(pair.server.sawEnd).as("%s: the server's stream ended", path).isTrue();
      return;
    }
    for (String step : enabled) {
      var longer = new ArrayList<>(path);
      longer.add(step);
      explore(toDo, longer, outcomes);
    }
  }

  /** What happens, in any order | how the client has closed, how the server has; or another way. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client closes | 4001/4001 by us, 4001/4001 by peer
          server closes | 4002/4002 by peer, 4002/4002 by us
          client closes; server closes | 4001/4001 by us, 4001/4001 by peer; 4001/4002 by us, 4002/4001 by us; 4002/4002 by peer, 4002/4002 by us
          client fails | failed 1011, 1011/1011 by peer
          server fails | 1011/1011 by peer, failed 1011
          client closes; client fails | 4001/4001 by us, 4001/4001 by peer; failed 1011, 1011/1011 by peer; failed 4001, 4001/4001 by peer
          client closes; server fails | 1011/1011 by peer, failed 1011; 4001/1011 by us, failed 1011; 4001/4001 by us, 4001/4001 by peer
          server closes; client fails | 4002/4002 by peer, 4002/4002 by us; failed 1011, 1011/1011 by peer; failed 1011, 4002/1011 by us
          client fails; server fails | 1011/1011 by peer, failed 1011; failed 1011, 1011/1011 by peer; failed 1011, failed 1011
          client closes; server leaves | 4001/4001 by us, gone; open, gone; sent 4001, gone
          server closes; client leaves | gone, 4002/4002 by us; gone, open; gone, sent 4002
          client closes; server closes; client leaves | gone, 4001/4001 by peer; gone, 4002/4001 by us; gone, 4002/4002 by us; gone, open; gone, sent 4002
          """)
  void endsInOneOfTheseWays(String steps, String expected) {
    assertThat(String.join("; ", outcomes(Arrays.asList(steps.split("; "))))).isEqualTo(expected);
  }
}
