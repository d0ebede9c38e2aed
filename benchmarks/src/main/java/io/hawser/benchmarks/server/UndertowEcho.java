package io.hawser.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;

/** Undertow, answering on its I/O thread; see {@link Arguments}. */
public final class UndertowEcho {
  private UndertowEcho() {}

  /** Serves until its input ends. */
  public static void main(String... args) throws Exception {
    var arguments = Arguments.of(args);
    Undertow.Builder builder = Undertow.builder();
    Tls tls = arguments.tls();
    if (tls == null) {
      builder.addHttpListener(arguments.port(), "127.0.0.1");
    } else {
      builder.addHttpsListener(arguments.port(), "127.0.0.1", tls.context());
    }
    builder.setIoThreads(1).setWorkerThreads(1).setHandler(echo(arguments)).build().start();
    Lifeline.hold();
  }

  private static HttpHandler echo(Arguments arguments) {
    WebSocketProtocolHandshakeHandler handler =
        Handlers.websocket(
            (exchange, channel) -> {
              channel.getReceiveSetter().set(new Echo());
              channel.resumeReceives();
            });
    return arguments.deflates() ? handler.addExtension(new PerMessageDeflateHandshake()) : handler;
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
