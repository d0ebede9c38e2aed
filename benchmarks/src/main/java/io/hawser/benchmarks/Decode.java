package io.hawser.benchmarks;

import io.hawser.model.Message;
import io.hawser.model.Role;
import io.hawser.protocol.Endpoint;
import io.hawser.protocol.FrameEncoder;
import io.hawser.protocol.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.NettyCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From a direct buffer of sixteen frames, as a transport reads them, to whole messages; text is
 * validated. Hawser's messages have arrays of their own; Netty's are in buffers from its pool,
 * which go back to it at once here.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Decode {
  static final int FRAMES = 16;

  @Param({"20", "125", "1024", "16384", "65536"})
  int size;

  @Param({"text", "binary"})
  String payload;

  @Param({"true", "false"})
  boolean masked;

  private final ConsumedEvents events = new ConsumedEvents();
  private Endpoint endpoint;
  private ByteBuffer wire;
  private NettyCodec netty;
  private ByteBuf nettyWire;

  /** Encodes the frames. */
  @Setup
  public void setUp() {
    Role receiver = masked ? Role.SERVER : Role.CLIENT;
    byte[] bytes = Payloads.of(payload, size);
    Message message =
        payload.equals("text") ? Message.Text.ofValidUtf8(bytes) : Message.binary(bytes);
    int[] key = {0x37FA213D};
    var encoder = new FrameEncoder(receiver.peer(), () -> key[0] += 0x01010101, null);
    var out = new DirectOutput(FRAMES * (size + FrameEncoder.MAX_HEADER_BYTES));
    for (int i = 0; i < FRAMES; i++) {
      encoder.message(message, out);
    }
    wire = out.buffer().flip();
    endpoint = new Endpoint(receiver, Limits.defaults(), null);
    netty = new NettyCodec(masked, false);
    nettyWire = Unpooled.directBuffer(wire.remaining()).writeBytes(wire.duplicate());
  }

  /** Hawser. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void hawser(Blackhole blackhole) {
    events.blackhole = blackhole;
    endpoint.receive(wire.rewind(), events);
  }

  /** Netty's decoder and validator. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void netty(Blackhole blackhole) throws Exception {
    nettyWire.readerIndex(0);
    while (nettyWire.isReadable()) {
      WebSocketFrame frame = netty.decode(nettyWire);
      blackhole.consume(frame);
      frame.release();
    }
  }

  /** The same, and the payload to an array, as an application has it that keeps the message. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void nettyToArray(Blackhole blackhole) throws Exception {
    nettyWire.readerIndex(0);
    while (nettyWire.isReadable()) {
      WebSocketFrame frame = netty.decode(nettyWire);
      blackhole.consume(ByteBufUtil.getBytes(frame.content()));
      frame.release();
    }
  }

  /** Each payload to an array of its own. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void copy(Blackhole blackhole) {
    for (int i = 0; i < FRAMES; i++) {
      var bytes = new byte[size];
      wire.get(i * size, bytes);
      blackhole.consume(bytes);
    }
  }
}
