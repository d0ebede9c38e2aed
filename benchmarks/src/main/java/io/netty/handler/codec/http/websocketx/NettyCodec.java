package io.netty.handler.codec.http.websocketx;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's WebSocket frames without its pipeline: the decoding and encoding methods are called
 * directly, which their being protected forbids to other packages. What is measured is the least
 * that a Netty user pays.
 */
public final class NettyCodec {
  private final WebSocket08FrameDecoder decoder;
  private final WebSocket08FrameEncoder encoder;
  private final Utf8Validator validator = new Utf8Validator();
  private final ChannelHandlerContext context;
  private final List<Object> out = new ArrayList<>();

  /** Decodes frames with or without masks, and encodes the others. */
  public NettyCodec(boolean masked, boolean extensions) {
    decoder =
        new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(masked)
                .allowExtensions(extensions)
                .maxFramePayloadLength(1024 * 1024)
                .build());
    int[] key = {0x37FA213D};
    encoder =
        masked
            ? new WebSocket13FrameEncoder(() -> key[0] += 0x01010101)
            : new WebSocket13FrameEncoder(false);
    var channel = new EmbeddedChannel(decoder);
    context = channel.pipeline().context(decoder);
  }

  /** The context of a handler, whose allocator the codec uses. */
  public ChannelHandlerContext context() {
    return context;
  }

  /** Decodes the next frame, and validates it if it is text. */
  public WebSocketFrame decode(ByteBuf in) throws Exception {
    do {
      decoder.decode(context, in, out);
    } while (out.isEmpty());
    var frame = (WebSocketFrame) out.get(0);
    out.clear();
    if (frame instanceof TextWebSocketFrame) {
      validate(frame.content());
    }
    return frame;
  }

  /** Validates one whole text. */
  public void validate(ByteBuf text) {
    validator.check(text);
    validator.finish();
  }

  /** Encodes a frame and releases it; the list has its buffers, and is used again. */
  public List<Object> encode(WebSocketFrame frame) throws Exception {
    out.clear();
    encoder.encode(context, frame, out);
    frame.release();
    return out;
  }
}
