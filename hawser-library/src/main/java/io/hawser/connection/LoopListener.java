package io.hawser.connection;

import io.hawser.Queues;
import io.hawser.model.Fragment;
import io.hawser.model.Frame;
import io.hawser.model.Message;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener on the event loop, as things happen; messages that it did not ask for yet wait
 * here, and what came behind them; with much of that the socket is not read. Owned by the loop.
 */
final class LoopListener implements Receiver {
  private final Connection connection;
  private final Callbacks callbacks;
  private final Queues queues;

  /** Never empty; null if none waits. */
  private @Nullable Chain<Received> waiting;

  /** What is to run once nothing waits; null if nothing is. */
  private @Nullable Runnable whenCaughtUp;

  private long demand;
  private long bytes;
  private boolean opened;
  private volatile boolean dropped;

  LoopListener(Connection connection, Callbacks callbacks, Queues queues) {
    this.connection = connection;
    this.callbacks = callbacks;
    this.demand = Demand.initial(callbacks.initialDemand());
    this.queues = queues;
  }

  void open() {
    opened = true;
    callbacks.open(connection);
  }

  @Override
  public int prefetch() {
    return dropped ? 1 : 0;
  }

  @Override
  public boolean message(Message message) {
    if (dropped) {
      return false;
    }
    if (mustWait()) {
      return hold(new Received.Whole(message));
    }
    // as nearly always: nothing is made for it
    demand = Demand.afterOne(demand);
    callbacks.message(connection, message);
    return false;
  }

  @Override
  public boolean fragment(Fragment fragment) {
    if (dropped) {
      return false;
    }
    if (mustWait()) {
      return hold(new Received.Part(fragment));
    }
    demand = Demand.afterOne(demand);
    callbacks.fragment(connection, fragment);
    return false;
  }

  private boolean mustWait() {
    return demand <= 0 || waiting != null;
  }

  private boolean hold(Received item) {
    if (waiting == null) {
      waiting = new Chain<>();
    }
    waiting.add(item);
    count(Intake.cost(item));
    return isFull();
  }

  private void count(long more) {
    bytes += more;
    connection.share().waiting(more);
  }

  @Override
  public void ping(byte[] payload) {
    control(Frame.ping(payload));
  }

  @Override
  public void pong(byte[] payload) {
    control(Frame.pong(payload));
  }

  /** In the order in which things came, but wanted always. */
  private void control(Frame frame) {
    if (dropped) {
      return;
    }
    if (waiting != null) {
      hold(new Received.Control(frame));
    } else {
      callbacks.control(connection, frame);
    }
  }

  @Override
  public boolean readOver() {
    return isFull();
  }

  @Override
  public boolean isFull() {
    // what is dropped fills nothing: the peer's Close frame must be seen behind it
    return !dropped && bytes >= queues.receivedBytes();
  }

  @Override
  public void whenCaughtUp(Runnable task) {
    whenCaughtUp = task;
    tellCaughtUp();
  }

  private void tellCaughtUp() {
    Runnable task = whenCaughtUp;
    if (task != null && waiting == null) {
      whenCaughtUp = null;
      task.run();
    }
  }

  @Override
  public void end() {}

  @Override
  public void closed(Connection.End how) {
    if (!opened) {
      // too late for whoever wanted it: then it has not opened for the listener either
      return;
    }
    // what came before the end is handed out first, asked for or not
    demand = Long.MAX_VALUE;
    deliver();
    callbacks.close(connection, how);
  }

  @Override
  public void drop() {
    dropped = true;
    connection.onLoop(this::deliver);
  }

  @Override
  public void request(long messages) {
    long more = Demand.more(messages);
    connection.onLoop(
        () -> {
          boolean wasFull = isFull();
          demand = Demand.sum(demand, more);
          deliver();
          if (wasFull && !isFull()) {
            connection.resume();
          }
        });
  }

  /** Hands out what is wanted of what waits, and drops what is to be dropped. */
  private void deliver() {
    while (waiting != null && isWanted(waiting.peek())) {
      Received item = Objects.requireNonNull(waiting.poll());
      if (waiting.isEmpty()) {
        waiting = null;
      }
      count(-Intake.cost(item));
      if (!dropped) {
        demand = item instanceof Received.Control ? demand : Demand.afterOne(demand);
        callbacks.received(connection, item);
      }
    }
    tellCaughtUp();
  }

  private boolean isWanted(@Nullable Received next) {
    return dropped || demand > 0 || next instanceof Received.Control;
  }
}
