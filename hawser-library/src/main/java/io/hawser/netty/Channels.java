package io.hawser.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** Ends streams the way peers like it: no reset that would take our last words with it. */
final class Channels {
  /** Names in pipelines. */
  static final String TLS = "tls";

  static final String PROXY_TLS = "proxy-tls";

  private Channels() {}

  /**
   * Flushes, then ends our direction: TLS's close_notify where there is TLS, then FIN. What the
   * peer still sends goes on being read.
   */
  static void endOutput(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            // the inner one first: its last words go through the outer one
            written -> end(tls(channel), () -> end(proxyTls(channel), () -> shutdown(channel))));
  }

  /** Returns the TLS that is spoken with the peer, or null. */
  static @Nullable SslHandler tls(Channel channel) {
    return (SslHandler) channel.pipeline().get(TLS);
  }

  /** Returns the TLS that is spoken with a proxy in front of the peer, or null. */
  static @Nullable SslHandler proxyTls(Channel channel) {
    return (SslHandler) channel.pipeline().get(PROXY_TLS);
  }

  private static void end(@Nullable SslHandler tls, Runnable then) {
    if (tls == null) {
      then.run();
    } else {
      tls.closeOutbound().addListener(closed -> then.run());
    }
  }

  private static void shutdown(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }
}
