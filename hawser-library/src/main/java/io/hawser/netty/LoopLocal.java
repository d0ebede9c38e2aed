package io.hawser.netty;

import io.netty.util.concurrent.FastThreadLocal;

/** What all connections of one event loop share, for that loop alone. */
record LoopLocal(
    LoopBuffers buffers,
    SharedFrames shared,
    AfterRead afterRead,
    LastAddress lastAddress,
    ReadySockets ready) {
  private static final FastThreadLocal<LoopLocal> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LoopLocal initialValue() {
          return new LoopLocal(
              new LoopBuffers(),
              new SharedFrames(),
              new AfterRead(),
              new LastAddress(),
              new ReadySockets());
        }

        @Override
        protected void onRemoval(LoopLocal local) {
          local.buffers().release();
          local.shared().release();
        }
      };

  /** Returns that of the loop that calls this. */
  static LoopLocal ofThisLoop() {
    return OF_THREAD.get();
  }
}
