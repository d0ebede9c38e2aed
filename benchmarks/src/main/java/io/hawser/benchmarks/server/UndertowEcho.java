package io.hawser.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

/** Undertow, answering on its I/O thread. Argument: port. */
public final class UndertowEcho {
  private UndertowEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setIoThreads(1)
        .setWorkerThreads(1)
        .setHandler(
            Handlers.websocket(
                (exchange, channel) -> {
                  channel.getReceiveSetter().set(new Echo());
                  channel.resumeReceives();
                }))
        .build()
        .start();
    Lifeline.hold();
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      var data = message.getData();
      WebSockets.sendBinary(data.getResource(), channel, new Release(), data::free);
    }
  }

  /** Gives the buffers of a message back once they have been sent. */
  private static final class Release implements WebSocketCallback<Runnable> {
    @Override
    public void complete(WebSocketChannel channel, Runnable free) {
      free.run();
    }

    @Override
    public void onError(WebSocketChannel channel, Runnable free, Throwable thrown) {
      free.run();
    }
  }
}
