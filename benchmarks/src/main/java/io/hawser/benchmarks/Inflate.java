package io.hawser.benchmarks;

import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.Endpoint;
import io.hawser.protocol.FrameEncoder;
import io.hawser.protocol.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.NettyCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.compression.NettyDeflate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From a client's compressed frame in a direct buffer to a whole binary message whose bytes are the
 * application's. The frames are those of {@link Deflate}.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Inflate {
  @Param({"1024", "16384", "65536"})
  int size;

  @Param({"true", "false"})
  boolean takeover;

  private final ConsumedEvents events = new ConsumedEvents();
  private final List<ByteBuffer> wire = new ArrayList<>();
  private final List<ByteBuf> nettyWire = new ArrayList<>();
  private int next;
  private Endpoint endpoint;
  private NettyCodec netty;
  private NettyDeflate nettyDeflate;

  /** Compresses the messages twice; once to fill the windows, and once to expand for ever. */
  @Setup
  public void setUp() throws Exception {
    int[] key = {0x37FA213D};
    var encoder =
        new FrameEncoder(
            Role.CLIENT,
            () -> key[0] += 0x01010101,
            Deflate.extension(takeover, Role.CLIENT).deflater());
    endpoint =
        new Endpoint(
            Role.SERVER, Limits.defaults(), Deflate.extension(takeover, Role.SERVER).inflater());
    netty = new NettyCodec(true, true);
    nettyDeflate = new NettyDeflate(Deflate.LEVEL, !takeover, netty.context());
    List<byte[]> payloads = Payloads.jsonMessages(size);
    for (int round = 0; round < 2; round++) {
      wire.clear();
      nettyWire.clear();
      for (byte[] payload : payloads) {
        var out = new DirectOutput(size + 1024);
        encoder.message(Message.binary(payload), out);
        ByteBuffer frame = out.buffer().flip();
        wire.add(frame);
        nettyWire.add(Unpooled.directBuffer(frame.remaining()).writeBytes(frame.duplicate()));
        if (round == 0) {
          endpoint.receive(frame, events);
          expanded(nettyWire.get(nettyWire.size() - 1)).release();
        }
      }
    }
  }

  private int next() {
    int frame = next;
    next = next + 1 < wire.size() ? next + 1 : 0;
    return frame;
  }

  private WebSocketFrame expanded(ByteBuf in) throws Exception {
    return nettyDeflate.expand(netty.decode(in.readerIndex(0)));
  }

  /** Hawser. */
  @Benchmark
  public void hawser(Blackhole blackhole) {
    events.blackhole = blackhole;
    endpoint.receive(wire.get(next()).rewind(), events);
  }

  /** Netty's decoder and expander. */
  @Benchmark
  public WebSocketFrame netty() throws Exception {
    WebSocketFrame frame = expanded(nettyWire.get(next()));
    frame.release();
    return frame;
  }
}
