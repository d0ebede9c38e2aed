package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Application code that holds an event loop is logged, with what it does. */
@Timeout(60)
class HeldLoopTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.hawser.server");

  private final Told told = new Told();

  private static final class Told extends AppenderBase<ILoggingEvent> {
    final BlockingQueue<ILoggingEvent> held = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getFormattedMessage().startsWith("an event loop is held")) {
        held.add(event);
      }
    }

    @Nullable ILoggingEvent next() throws InterruptedException {
      return held.poll(30, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void listen() {
    told.start();
    LOGGER.addAppender(told);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(told);
  }

  private void assertTold(String byWhom, String method) throws InterruptedException {
    ILoggingEvent event = told.next();
    assertThat(event).isNotNull();
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getFormattedMessage())
        .contains(" ms and more by " + byWhom)
        .contains("see offload");
    assertThat(Arrays.stream(event.getThrowableProxy().getStackTraceElementProxyArray()))
        .extracting(StackTraceElementProxy::getStackTraceElement)
        .extracting(StackTraceElement::getMethodName)
        .contains(method);
  }

  /** Until it is seen. */
  private void compute() {
    while (told.held.isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void byAHandlerThatComputes() throws InterruptedException {
    try (var server =
            OneLoop.serve(
                ws -> {
                  ws.receive();
                  compute();
                  ws.send("computed");
                });
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertThat(ws.receive()).isEqualTo(Message.text("computed"));
      assertTold("ws-", "compute");
    }
  }

  @Test
  void byAHandlerThatReadsAFileWhichDoesNotAnswer(@TempDir Path folder) throws Exception {
    NamedPipe pipe = NamedPipe.in(folder);
    try (var server =
            OneLoop.serve(
                ws -> {
                  ws.receive();
                  assertThat(pipe.read()).isEqualTo('x');
                  ws.send("read");
                });
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertTold("ws-", "read");
      pipe.write();
      assertThat(ws.receive()).isEqualTo(Message.text("read"));
    }
  }

  @Test
  void byAListenerThatIsCalledThere() throws InterruptedException {
    var listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            compute();
            ws.trySend(message);
          }
        };
    try (var server =
            WebSocketServer.builder(listener).onLoop().threads(1).listen("localhost", 0).start();
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertThat(ws.receive()).isEqualTo(Message.text("go"));
      assertTold("a listener", "compute");
    }
  }

  @Test
  void isSaidOnceAMinute() throws InterruptedException {
    try (var server =
            OneLoop.serve(
                ws -> {
                  for (Message message : ws) {
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400);
                    while (System.nanoTime() < end) {
                      Thread.onSpinWait();
                    }
                    ws.send(message);
                  }
                });
        var ws = OneLoop.connect(server)) {
      for (int i = 0; i < 3; i++) {
        ws.send("go");
        assertThat(ws.receive()).isEqualTo(Message.text("go"));
      }
      assertThat(told.next()).isNotNull();
    }
    assertThat(told.held).isEmpty();
  }
}
