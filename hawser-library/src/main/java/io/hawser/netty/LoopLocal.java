package io.hawser.netty;

import io.netty.util.concurrent.FastThreadLocal;

/** What all connections of one event loop share, for that loop alone. */
record LoopLocal(LoopBuffers buffers, AfterRead afterRead) {
  private static final FastThreadLocal<LoopLocal> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LoopLocal initialValue() {
          return new LoopLocal(new LoopBuffers(), new AfterRead());
        }

        @Override
        protected void onRemoval(LoopLocal local) {
          local.buffers().release();
        }
      };

  /** Returns that of the loop that calls this. */
  static LoopLocal ofThisLoop() {
    return OF_THREAD.get();
  }
}
