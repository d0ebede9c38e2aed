package io.hawser.benchmarks;

import io.hawser.extension.DeflateParameters;
import io.hawser.extension.DeflateSettings;
import io.hawser.extension.PerMessageDeflate;
import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.FrameEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.NettyCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.compression.NettyDeflate;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From an application's array to a server's compressed frame in direct memory, at level 1. More
 * messages in turn than a window holds, so that none is a copy of one before.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Deflate {
  static final int LEVEL = 1;

  @Param({"1024", "16384", "65536"})
  int size;

  @Param({"true", "false"})
  boolean takeover;

  private List<byte[]> payloads;
  private int next;
  private FrameEncoder encoder;
  private DirectOutput out;
  private NettyCodec netty;
  private NettyDeflate nettyDeflate;
  private ByteBuf nettyOut;

  /** Makes the messages. */
  @Setup
  public void setUp() {
    payloads = Payloads.jsonMessages(size);
    encoder = new FrameEncoder(Role.SERVER, () -> 0, extension(takeover, Role.SERVER).deflater());
    out = new DirectOutput(size + 1024);
    netty = new NettyCodec(false, true);
    nettyDeflate = new NettyDeflate(LEVEL, !takeover, netty.context());
    nettyOut = Unpooled.directBuffer(size + 1024);
  }

  static PerMessageDeflate extension(boolean takeover, Role role) {
    return PerMessageDeflate.of(
        new DeflateParameters(!takeover, !takeover, 15, 15),
        DeflateSettings.forServers().withLevel(LEVEL),
        role);
  }

  private byte[] payload() {
    next = next + 1 < payloads.size() ? next + 1 : 0;
    return payloads.get(next);
  }

  /** Hawser. */
  @Benchmark
  public ByteBuffer hawser() {
    out.clear();
    encoder.message(Message.Text.ofValidUtf8(payload()), out);
    return out.buffer();
  }

  /** Netty's compressor and encoder. */
  @Benchmark
  public ByteBuf netty() throws Exception {
    nettyOut.clear();
    var message = new TextWebSocketFrame(Unpooled.wrappedBuffer(payload()));
    List<Object> buffers = netty.encode(nettyDeflate.compress(message));
    for (int i = 0; i < buffers.size(); i++) {
      var buffer = (ByteBuf) buffers.get(i);
      if (!buffer.isDirect()) {
        nettyOut.writeBytes(buffer);
      }
      buffer.release();
    }
    return nettyOut;
  }
}
