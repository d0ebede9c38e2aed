package io.hawser.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/**
 * The buffers of an io_uring loop that the kernel picks from when bytes have come: a connection
 * that waits holds none.
 */
final class UringBuffers {
  private static final short GROUP = 1;
  private static final short BUFFERS = 1024;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BATCH = 64;

  private UringBuffers() {}

  static IoHandlerFactory loops() {
    var config = new IoUringIoHandlerConfig();
    if (isSupported()) {
      config.setBufferRingConfig(
          IoUringBufferRingConfig.builder()
              .bufferGroupId(GROUP)
              .bufferRingSize(BUFFERS)
              .batchSize(BATCH)
              .allocator(new IoUringFixedBufferRingAllocator(BUFFER_BYTES))
              .build());
    }
    return IoUringIoHandler.newFactory(config);
  }

  static void use(Channel channel) {
    if (isSupported()) {
      channel.config().setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, GROUP);
    }
  }

  private static boolean isSupported() {
    return IoUring.isRegisterBufferRingSupported();
  }
}
