package io.hawser.netty;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hooks that are at work for one handshake, if any are. Owned by the event loop. */
final class HookTurn {
  private final ConnectionThreads threads;
  private final String id;
  private final Admittance admittance;

  private @Nullable HookCall call;

  HookTurn(ConnectionThreads threads, String id, Admittance admittance) {
    this.threads = threads;
    this.id = id;
    this.admittance = admittance;
  }

  /** Whether their verdict is being waited for. */
  boolean isOn() {
    return call != null;
  }

  /**
   * Starts hooks.
   *
   * @param then called on the loop with their verdict, unless they were given up before
   */
  void start(
      ChannelHandlerContext ctx, Supplier<Verdict> hooks, BiConsumer<HookCall, Verdict> then) {
    admittance.hookStarted();
    call =
        HookCall.start(
            task -> threads.unstarted(ctx.channel().eventLoop(), id, task),
            hooks,
            ctx.executor(),
            (done, verdict) -> {
              admittance.hookReturned();
              if (done.equals(call)) {
                call = null;
                then.accept(done, verdict);
              }
            });
  }

  /** Interrupts them, if they are at work: nobody waits for them any more. */
  void giveUp() {
    HookCall running = call;
    if (running != null) {
      call = null;
      running.giveUp();
    }
  }
}
