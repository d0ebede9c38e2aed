package io.hawser.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

/** Undertow, sending to all peers on its I/O thread. Argument: port. */
public final class UndertowBroadcast {
  private UndertowBroadcast() {}

  /** Serves until its input ends. */
  public static void main(String... args) {
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setIoThreads(1)
        .setWorkerThreads(1)
        .setHandler(
            Handlers.websocket(
                (exchange, channel) -> {
                  channel.getReceiveSetter().set(new ToAll());
                  channel.resumeReceives();
                }))
        .build()
        .start();
    Lifeline.hold();
  }

  private static final class ToAll extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      String text = message.getData();
      for (WebSocketChannel peer : channel.getPeerConnections()) {
        WebSockets.sendText(text, peer, null);
      }
    }
  }
}
