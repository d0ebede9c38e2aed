package io.hawser.connection;

import io.hawser.WebSocketListener;
import io.hawser.model.Fragment;
import io.hawser.model.Message;

/**
 * Calls a listener on the event loop, as things happen; messages that it did not ask for yet wait
 * here, and with many of them the socket is not read. Owned by the loop.
 */
final class LoopListener implements Receiver {
  private final Connection connection;
  private final Callbacks callbacks;
  private final Demand demand;
  private final long highBytes;
  private final InboundShare share;

  private final Chain<Received> waiting = new Chain<>();
  private long bytes;
  private boolean opened;
  private volatile boolean dropped;

  LoopListener(
      Connection connection, WebSocketListener listener, long highBytes, InboundShare share) {
    this.connection = connection;
    this.callbacks = new Callbacks(listener, connection);
    this.demand = new Demand(listener.initialDemand());
    this.highBytes = highBytes;
    this.share = share;
  }

  void open() {
    opened = true;
    callbacks.open();
  }

  @Override
  public boolean message(Message message) {
    return add(new Received.Whole(message));
  }

  @Override
  public boolean fragment(Fragment fragment) {
    return add(new Received.Part(fragment));
  }

  private boolean add(Received item) {
    if (dropped) {
      return false;
    }
    if (!demand.isZero() && waiting.isEmpty()) {
      call(item);
      return false;
    }
    waiting.add(item);
    count(item.size() + Outgoing.OVERHEAD_BYTES);
    return isFull();
  }

  private void count(long more) {
    bytes += more;
    share.waiting(more);
  }

  private void call(Received item) {
    demand.take();
    switch (item) {
      case Received.Whole whole -> callbacks.message(whole.message());
      case Received.Part part -> callbacks.fragment(part.fragment());
      case Received.Control control -> callbacks.control(control.frame());
    }
  }

  @Override
  public void ping(byte[] payload) {
    callbacks.ping(payload);
  }

  @Override
  public void pong(byte[] payload) {
    callbacks.pong(payload);
  }

  @Override
  public boolean isFull() {
    return bytes >= highBytes;
  }

  @Override
  public void whenCaughtUp(Runnable task) {
    if (waiting.isEmpty()) {
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
    demand.add(Long.MAX_VALUE);
    deliver();
    callbacks.close(how);
  }

  @Override
  public void drop() {
    dropped = true;
  }

  @Override
  public void request(long messages) {
    long more = Demand.checked(messages);
    connection.onLoop(
        () -> {
          boolean wasFull = isFull();
          demand.add(more);
          deliver();
          if (wasFull && !isFull()) {
            connection.resume();
          }
        });
  }

  private void deliver() {
    while (!demand.isZero()) {
      Received item = waiting.poll();
      if (item == null) {
        return;
      }
      count(-item.size() - Outgoing.OVERHEAD_BYTES);
      if (!dropped) {
        call(item);
      }
    }
  }
}
