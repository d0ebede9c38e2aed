package io.hawser.netty;

import io.hawser.queue.LogLines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * accept() failing, as it does when file descriptors run out: said once, and tried again a second
 * later. Without the pause the loop would try, fail and log without end, since the connection that
 * cannot be accepted stays there.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger("io.hawser.server");

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    if (!ctx.channel().config().isAutoRead()) {
      return;
    }
    LogLines.write(
        () -> LOG.warn("cannot accept connections for a second: {}", failure.toString()));
    ctx.channel().config().setAutoRead(false);
    ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
  }
}
