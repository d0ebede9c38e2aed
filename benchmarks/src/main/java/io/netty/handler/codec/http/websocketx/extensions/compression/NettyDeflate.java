package io.netty.handler.codec.http.websocketx.extensions.compression;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/** Netty's permessage-deflate without its pipeline, as {@code NettyCodec} is. */
public final class NettyDeflate {
  private final PerMessageDeflateEncoder encoder;
  private final PerMessageDeflateDecoder decoder;
  private final ChannelHandlerContext context;
  private final List<Object> out = new ArrayList<>();

  /** Compresses at {@code level}, with the largest window. */
  public NettyDeflate(int level, boolean noContextTakeover, ChannelHandlerContext context) {
    encoder = new PerMessageDeflateEncoder(level, 15, noContextTakeover);
    decoder = new PerMessageDeflateDecoder(noContextTakeover, 0);
    this.context = context;
  }

  /** Compresses a whole message, and releases it. */
  public WebSocketFrame compress(WebSocketFrame frame) throws Exception {
    encoder.acceptOutboundMessage(frame);
    encoder.encode(context, frame, out);
    return taken(frame);
  }

  /** Expands a whole message, and releases it. */
  public WebSocketFrame expand(WebSocketFrame frame) throws Exception {
    decoder.acceptInboundMessage(frame);
    decoder.decode(context, frame, out);
    return taken(frame);
  }

  private WebSocketFrame taken(WebSocketFrame frame) {
    frame.release();
    var result = (WebSocketFrame) out.get(0);
    out.clear();
    return result;
  }
}
