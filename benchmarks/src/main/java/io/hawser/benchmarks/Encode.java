package io.hawser.benchmarks;

import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.FrameEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.NettyCodec;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From an application's array to a frame in direct memory, where a transport writes it from.
 *
 * <p>Netty's frame wraps the array. What its encoder leaves in the heap is copied to direct memory,
 * as its transports do before they write.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Encode {
  @Param({"20", "125", "1024", "16384", "65536"})
  int size;

  @Param({"true", "false"})
  boolean masked;

  private byte[] bytes;
  private Message message;
  private FrameEncoder encoder;
  private DirectOutput out;
  private NettyCodec netty;
  private ByteBuf nettyOut;

  /** Makes the message. */
  @Setup
  public void setUp() {
    bytes = Payloads.of("binary", size);
    message = Message.binary(bytes);
    int[] key = {0x37FA213D};
    encoder =
        new FrameEncoder(masked ? Role.CLIENT : Role.SERVER, () -> key[0] += 0x01010101, null);
    out = new DirectOutput(size + FrameEncoder.MAX_HEADER_BYTES);
    netty = new NettyCodec(masked, false);
    nettyOut = Unpooled.directBuffer(size + FrameEncoder.MAX_HEADER_BYTES);
  }

  /** Hawser. */
  @Benchmark
  public ByteBuffer hawser() {
    out.clear();
    encoder.message(message, out);
    return out.buffer();
  }

  /** Netty's encoder. */
  @Benchmark
  public ByteBuf netty() throws Exception {
    nettyOut.clear();
    List<Object> buffers = netty.encode(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    for (int i = 0; i < buffers.size(); i++) {
      var buffer = (ByteBuf) buffers.get(i);
      if (!buffer.isDirect()) {
        nettyOut.writeBytes(buffer);
      }
      buffer.release();
    }
    return nettyOut;
  }

  /** The payload alone. */
  @Benchmark
  public ByteBuffer copy() {
    out.clear();
    return out.buffer().put(bytes);
  }
}
