package io.hawser.protocol;

import io.hawser.benchmarks.Payloads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.NettyCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Validating a whole text in an array. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls setUp
public class Utf8 {
  @Param({"20", "1024", "65536"})
  int size;

  @Param({"ascii", "mixed", "cjk"})
  String payload;

  private final Utf8Validator validator = new Utf8Validator();
  private byte[] bytes;
  private byte[] target;
  private NettyCodec netty;
  private ByteBuf nettyBytes;

  /** Makes the text. */
  @Setup
  public void setUp() {
    bytes = Payloads.of(payload, size);
    target = new byte[size];
    netty = new NettyCodec(true, false);
    nettyBytes = Unpooled.wrappedBuffer(bytes);
  }

  /** Hawser. */
  @Benchmark
  public boolean hawser() {
    return validator.accept(bytes, 0, size) && validator.isComplete();
  }

  /** Netty's validator. */
  @Benchmark
  public void netty() {
    netty.validate(nettyBytes);
  }

  /** From array to array. */
  @Benchmark
  public byte[] copy() {
    System.arraycopy(bytes, 0, target, 0, size);
    return target;
  }
}
