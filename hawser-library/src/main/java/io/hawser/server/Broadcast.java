package io.hawser.server;

import io.hawser.SendOptions;
import io.hawser.SlowConsumer;
import io.hawser.WebSocket;
import io.hawser.connection.Connection;
import io.hawser.connection.SharedMessage;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message for many connections: encoded once, compressed once for each way that was agreed on
 * (RFC 7692), its bytes shared by all queues. Immutable, but for the bytes that are encoded when
 * first needed; one object may be sent any number of times.
 *
 * <pre>{@code
 * var result = Broadcast.of("goal!").to(server.connections());
 * }</pre>
 */
public final class Broadcast {
  private final Message message;
  private final SharedMessage shared;
  private final SendOptions options;
  private final @Nullable SlowConsumer slowConsumer;

  private Broadcast(
      Message message,
      SharedMessage shared,
      SendOptions options,
      @Nullable SlowConsumer slowConsumer) {
    this.message = message;
    this.shared = shared;
    this.options = options;
    this.slowConsumer = slowConsumer;
  }

  /**
   * What became of a broadcast.
   *
   * @param queued how many connections will be sent the message
   * @param skipped those that will not, for they are too slow
   * @param closed those that will not, for they are closing or closed
   */
  public record Result(int queued, List<WebSocket> skipped, List<WebSocket> closed) {
    public Result {
      skipped = List.copyOf(skipped);
      closed = List.copyOf(closed);
    }
  }

  /**
   * Returns a broadcast of a text.
   *
   * @throws IllegalArgumentException if it has a lone surrogate, which UTF-8 cannot carry
   */
  public static Broadcast of(String text) {
    return of(Message.text(text));
  }

  /** Returns a broadcast of a message. */
  public static Broadcast of(Message message) {
    return new Broadcast(message, new SharedMessage(message), SendOptions.defaults(), null);
  }

  /** Returns the same with other options. Default: {@link SendOptions#defaults()}. */
  public Broadcast withOptions(SendOptions options) {
    return new Broadcast(message, shared, options, slowConsumer);
  }

  /**
   * Returns the same with a policy for slow consumers. Default: each connection's own, see {@link
   * io.hawser.Queues}.
   *
   * @throws IllegalArgumentException for {@link SlowConsumer#block}: a broadcast waits for nobody
   */
  public Broadcast withSlowConsumer(SlowConsumer policy) {
    if (policy instanceof SlowConsumer.Block) {
      throw new IllegalArgumentException(
          "slow consumer policy: block; a broadcast waits for nobody");
    }
    return new Broadcast(message, shared, options, policy);
  }

  /**
   * Queues the message for each connection, and waits for none of them: what a slow one's policy
   * is, happens, and where it is to block, the message is dropped instead. Safe from any thread;
   * two broadcasts of one thread arrive in their order.
   */
  public Result to(Iterable<? extends WebSocket> connections) {
    var round = new Round();
    for (WebSocket ws : connections) {
      round.add(ws);
    }
    return round.result();
  }

  private Connection.Offered offer(WebSocket ws) {
    if (ws instanceof Connection connection) {
      return connection.offer(shared, options, slowConsumer);
    }
    // somebody's wrapper
    try {
      return ws.trySend(message, options) ? Connection.Offered.QUEUED : Connection.Offered.SKIPPED;
    } catch (ConnectionClosedException e) {
      return Connection.Offered.CLOSED;
    }
  }

  /**
   * One way round the connections, several of them at a time: what all of these need is fetched
   * from memory together before the first of them gets the message.
   */
  private final class Round {
    private final List<WebSocket> next = new ArrayList<>(Connection.TOGETHER);
    private int queued;
    private final List<WebSocket> skipped = new ArrayList<>();
    private final List<WebSocket> closed = new ArrayList<>();

    void add(WebSocket ws) {
      next.add(ws);
      if (next.size() == Connection.TOGETHER) {
        offerNext();
      }
    }

    Result result() {
      offerNext();
      return new Result(queued, skipped, closed);
    }

    private void offerNext() {
      shared.prefetch(next);
      for (WebSocket ws : next) {
        switch (offer(ws)) {
          case QUEUED -> queued++;
          case SKIPPED -> skipped.add(ws);
          case CLOSED -> closed.add(ws);
        }
      }
      next.clear();
    }
  }
}
