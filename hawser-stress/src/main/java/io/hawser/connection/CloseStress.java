package io.hawser.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hawser.Queues;
import io.hawser.Timeouts;
import io.hawser.WebSocket;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import io.hawser.model.Headers;
import io.hawser.model.Message;
import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import io.hawser.observe.ConnectionObserver;
import io.hawser.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** An application's thread closes or uses a connection while the event loop sees it close. */
final class CloseStress {
  private static final Opened OPENED =
      new Opened(
          "stress",
          Role.SERVER,
          new Request("GET", "/", "HTTP/1.1", Headers.empty()),
          new Response(101, "Switching Protocols", Headers.empty(), new byte[0]),
          null);

  /** The peer closes with 1001; masked with zeros. */
  private static final byte[] CLOSE_1001 = HexFormat.of().parseHex("8882" + "00000000" + "03e9");

  private CloseStress() {}

  /** One open connection of a server. */
  abstract static class Live {
    final LoopOfOneTurn loop = new LoopOfOneTurn();
    final Connection connection =
        new Connection(
            OPENED,
            new Codec(Limits.defaults(), () -> 0, null, null),
            new ConnectionSettings(
                Timeouts.defaults(),
                Queues.defaults(),
                OutboundBudget.unlimited(),
                InboundBudget.unlimited(),
                false,
                null,
                () -> 0.5),
            loop,
            new LoopClock(() -> 0, (nanos, task) -> () -> {}),
            new ConnectionObserver() {
              @Override
              public void closed(WebSocket ws, Closure closure) {
                timesClosed++;
              }
            });
    int timesClosed;

    final void peerCloses() {
      connection.received(ByteBuffer.wrap(CLOSE_1001));
      connection.readComplete();
      loop.run();
    }

    /** The stream ends, and then the loop has done all it was asked to. */
    final void end() {
      loop.run();
      connection.streamEnded(null);
      loop.run();
    }

    final String send() {
      try {
        connection.send(Message.text("A"));
        return "sent";
      } catch (ConnectionClosedException e) {
        return "closed";
      }
    }

    final String receive() {
      try {
        return connection.receive().text();
      } catch (ConnectionClosedException e) {
        return String.valueOf(e.closure().initiator());
      }
    }

    /** How often it was told to have closed, and what of Close frames went out. */
    final String told() {
      return "told %d, Close frames %d, then %d"
          .formatted(timesClosed, loop.closeFrames(), loop.afterClose());
    }
  }

  /** Both sides close at once: one Close frame goes out, and one end is told. */
  @JCStressTest
  @Outcome(id = "PEER, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(id = "LOCAL, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class BothClose extends Live {
    @Actor
    public void closer() {
      connection.startClosing(CloseReason.of(1000, ""));
    }

    @Actor
    public void loop() {
      peerCloses();
    }

    @Arbiter
    public void after(LL_Result r) {
      end();
      r.r1 = connection.closure().orElseThrow().initiator().toString();
      r.r2 = told();
    }
  }

  /** Two threads close: one Close frame, with one of their codes. */
  @JCStressTest
  @Outcome(id = "1000, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(id = "4000, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class TwoClose extends Live {
    @Actor
    public void one() {
      connection.startClosing(CloseReason.of(1000, ""));
    }

    @Actor
    public void other() {
      connection.startClosing(CloseReason.of(4000, ""));
    }

    @Arbiter
    public void after(LL_Result r) {
      end();
      r.r1 = connection.closure().map(Closure::sent).map(sent -> sent.code().value()).orElse(0);
      r.r2 = told();
    }
  }

  /** Whoever closes first decides what with, and both know it. */
  @JCStressTest
  @Outcome(id = "1000, 1000", expect = ACCEPTABLE, desc = "the one was first")
  @Outcome(id = "4000, 4000", expect = ACCEPTABLE, desc = "the other was first")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class TwoAsk {
    private final Ending ending = new Ending();

    @Actor
    public void one(LL_Result r) {
      r.r1 = ending.ask(CloseReason.of(1000, "")).code().value();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = ending.ask(CloseReason.of(4000, "")).code().value();
    }
  }

  /** A message that send() took goes out before the Close frame; one that is refused does not. */
  @JCStressTest
  @Outcome(id = "sent, 1, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(id = "closed, 0, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class SendAndClose extends Live {
    @Actor
    public void sender(LLL_Result r) {
      r.r1 = send();
    }

    @Actor
    public void closer() {
      connection.startClosing(CloseReason.of(1000, ""));
      loop.run();
    }

    @Arbiter
    public void after(LLL_Result r) {
      end();
      r.r2 = loop.messages();
      r.r3 = told();
    }
  }

  /** The same if it is the peer who closes. */
  @JCStressTest
  @Outcome(id = "sent, 1, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(id = "closed, 0, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class SendAndPeerCloses extends Live {
    @Actor
    public void sender(LLL_Result r) {
      r.r1 = send();
    }

    @Actor
    public void loop() {
      peerCloses();
    }

    @Arbiter
    public void after(LLL_Result r) {
      end();
      r.r2 = loop.messages();
      r.r3 = told();
    }
  }

  /** Whoever waits for a message learns how the connection closed, always. */
  @JCStressTest
  @Outcome(id = "PEER, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class ReceiveAndPeerCloses extends Live {
    @Actor
    public void receiver(LL_Result r) {
      r.r1 = receive();
    }

    @Actor
    public void loop() {
      peerCloses();
    }

    @Arbiter
    public void after(LL_Result r) {
      end();
      r.r2 = told();
    }
  }

  /** So does whoever waits when the stream just ends. */
  @JCStressTest
  @Outcome(id = "NETWORK, told 1, Close frames 0, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class ReceiveAndStreamEnds extends Live {
    @Actor
    public void receiver(LL_Result r) {
      r.r1 = receive();
    }

    @Actor
    public void loop() {
      end();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = told();
    }
  }

  /** close() returns, though the stream ends before the loop has heard of it. */
  @JCStressTest
  @Outcome(id = "returned, told 1, Close frames 0, then 0", expect = ACCEPTABLE)
  @Outcome(id = "returned, told 1, Close frames 1, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class CloseAndStreamEnds extends Live {
    @Actor
    public void closer(LL_Result r) {
      connection.close(1000, "");
      r.r1 = "returned";
    }

    @Actor
    public void loop() {
      end();
    }

    @Arbiter
    public void after(LL_Result r) {
      loop.run();
      r.r2 = told();
    }
  }

  /** ping() returns or throws, though the connection ends meanwhile. */
  @JCStressTest
  @Outcome(id = "closed, told 1, Close frames 0, then 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class PingAndStreamEnds extends Live {
    @Actor
    public void pinger(LL_Result r) {
      try {
        connection.ping();
        r.r1 = "answered";
      } catch (ConnectionClosedException e) {
        r.r1 = "closed";
      }
    }

    @Actor
    public void loop() {
      end();
    }

    @Arbiter
    public void after(LL_Result r) {
      loop.run();
      r.r2 = told();
    }
  }
}
