package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.error.CallInterruptedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that a handler on an event loop leaves to another thread. */
@Timeout(60)
class OffloadTest {
  private final OneLoop loop = new OneLoop();

  @Test
  void whatIsOffloadedDoesNotHoldTheLoop(@TempDir Path folder) throws Exception {
    NamedPipe pipe = NamedPipe.in(folder);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  loop.awaitRelease();
                  try {
                    pipe.write();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    loop.isNotHeldBy(ws -> assertThat(ws.offload(pipe::read)).isEqualTo('x'));
    writer.join();
  }

  @Test
  void offloadThrowsWhatTheCallThrows() {
    var thrown = new CompletableFuture<Throwable>();
    try (var server =
            OneLoop.serve(
                ws -> {
                  try {
                    ws.offload(
                        () -> {
                          throw new IOException("no such file");
                        });
                  } catch (IOException e) {
                    thrown.complete(e);
                  }
                });
        var ws = OneLoop.connect(server)) {
      assertThat(thrown.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("no such file");
    }
  }

  @Test
  void anInterruptEndsAnOffloadedCall() {
    var interrupted = new CompletableFuture<Boolean>();
    var called = new CompletableFuture<Boolean>();
    var handler = new CompletableFuture<Thread>();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
            OneLoop.serve(
                ws -> {
                  handler.complete(Thread.currentThread());
                  try {
                    ws.offload(
                        () -> {
                          called.complete(true);
                          try {
                            new CountDownLatch(1).await();
                            return true;
                          } catch (InterruptedException e) {
                            interrupted.complete(true);
                            throw e;
                          }
                        });
                  } catch (CallInterruptedException e) {
                    ended.complete(e);
                  }
                });
        var ws = OneLoop.connect(server)) {
      assertThat(called.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
      handler.orTimeout(20, TimeUnit.SECONDS).join().interrupt();
      assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CallInterruptedException.class);
      assertThat(interrupted.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }
  }
}
