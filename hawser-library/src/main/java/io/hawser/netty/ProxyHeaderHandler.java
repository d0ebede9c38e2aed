package io.hawser.netty;

import io.hawser.handshake.ProxyHeader;
import io.hawser.handshake.ProxyHeader.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/** Reads the header of the PROXY protocol, which precedes everything else, and goes. */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
  private final ProxyHeader header = new ProxyHeader();
  private final ServerHandshakeHandler handshake;
  private boolean broken;

  ProxyHeaderHandler(ServerHandshakeHandler handshake) {
    this.handshake = handshake;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (broken) {
      bytes.release();
      return;
    }
    ByteBuffer in = bytes.nioBuffer();
    Progress progress = header.read(in);
    bytes.skipBytes(in.position());
    switch (progress) {
      case Progress.More more -> {
        handshake.begun();
        bytes.release();
      }
      case Progress.Broken(String detail) -> {
        broken = true;
        bytes.release();
        handshake.proxyHeaderBroken(ctx, detail);
      }
      case Progress.Client(var address, int port) -> {
        if (handshake.named(ctx, address, port)) {
          goOn(ctx, bytes);
        } else {
          broken = true;
          bytes.release();
        }
      }
      case Progress.Unnamed unnamed -> goOn(ctx, bytes);
    }
  }

  private void goOn(ChannelHandlerContext ctx, ByteBuf rest) {
    if (rest.isReadable()) {
      ctx.fireChannelRead(rest);
    } else {
      rest.release();
    }
    ctx.pipeline().remove(this);
  }
}
