package io.hawser.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends streams the way peers like it: no reset that would take our last words with it. */
final class Channels {
  private Channels() {}

  /**
   * Flushes, then ends our direction: TLS's close_notify where there is TLS, then FIN. What the
   * peer still sends goes on being read.
   */
  static void endOutput(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              SslHandler tls = channel.pipeline().get(SslHandler.class);
              if (tls == null) {
                shutdown(channel);
              } else {
                tls.closeOutbound().addListener(closed -> shutdown(channel));
              }
            });
  }

  private static void shutdown(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }
}
