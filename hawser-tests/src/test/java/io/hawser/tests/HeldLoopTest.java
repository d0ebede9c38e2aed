package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import io.hawser.TransportType;
import io.hawser.WebSocket;
import io.hawser.WebSocketListener;
import io.hawser.client.WebSocketClient;
import io.hawser.error.ConnectionClosedException;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import io.hawser.server.WebSocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Application code that holds an event loop is logged, with what it does. */
@Timeout(120)
class HeldLoopTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.hawser");

  private final Told told = new Told();

  private static final class Told extends AppenderBase<ILoggingEvent> {
    final BlockingQueue<ILoggingEvent> held = new LinkedBlockingQueue<>();
    volatile boolean awaited = true;

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getFormattedMessage().startsWith("an event loop is held")) {
        held.add(event);
      }
    }

    /** Longer than a minute: the loops of clients are those of other tests, too. */
    @Nullable ILoggingEvent next() throws InterruptedException {
      try {
        return held.poll(75, TimeUnit.SECONDS);
      } finally {
        awaited = false;
      }
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
    assertTold("io.hawser.server", byWhom, method);
  }

  private void assertTold(String logger, String byWhom, String method) throws InterruptedException {
    ILoggingEvent event = told.next();
    assertThat(event).isNotNull();
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getLoggerName()).isEqualTo(logger);
    assertThat(event.getFormattedMessage())
        .contains(" ms and more by " + byWhom)
        .contains("see offload");
    assertThat(Arrays.stream(event.getThrowableProxy().getStackTraceElementProxyArray()))
        .extracting(StackTraceElementProxy::getStackTraceElement)
        .extracting(StackTraceElement::getMethodName)
        .contains(method);
  }

  /** Until it is seen, or nobody expects that any more. */
  private void compute() {
    compute(() -> !told.held.isEmpty() || !told.awaited);
  }

  private static void compute(BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
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
  void byAThreadThatAHandlerHasStarted() throws InterruptedException {
    try (var server =
            OneLoop.serve(
                ws -> {
                  Thread started = Thread.ofVirtual().start(this::compute);
                  ws.receive();
                  started.join();
                  ws.send("computed");
                });
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertThat(ws.receive()).isEqualTo(Message.text("computed"));
      assertTold("VirtualThread", "compute");
    }
  }

  @Test
  void byAHandlerThatReadsAFileWhichDoesNotAnswer(@TempDir Path folder) throws Exception {
    assertToldOfReading(NamedPipe.in(folder), NamedPipe::read, "read");
  }

  @Test
  void byAHandlerThatWaitsInANativeCall(@TempDir Path folder) throws Exception {
    assertToldOfReading(
        NamedPipe.in(folder), pipe -> NativeFile.firstByte(pipe.path()), "firstByte");
  }

  /** Reads a byte of a pipe. */
  private interface Read {
    int from(NamedPipe pipe) throws IOException;
  }

  private void assertToldOfReading(NamedPipe pipe, Read read, String method) throws Exception {
    try (var server =
            OneLoop.serve(
                ws -> {
                  ws.receive();
                  assertThat(read.from(pipe)).isEqualTo('x');
                  ws.send("read");
                });
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertTold("ws-", method);
      pipe.write();
      assertThat(ws.receive()).isEqualTo(Message.text("read"));
    }
  }

  @Test
  void byAHandlerWhoseConnectionHasClosed() throws InterruptedException {
    try (var server =
        OneLoop.serve(
            ws -> {
              assertThatThrownBy(ws::receive).isInstanceOf(ConnectionClosedException.class);
              ws.onClose().toCompletableFuture().join();
              compute();
            })) {
      OneLoop.connect(server).close();
      assertTold("ws-", "compute");
    }
  }

  @Test
  void byAHookThatComputes() throws InterruptedException {
    try (var server =
            OneLoop.builder(ws -> {})
                .processRequest(
                    (request, peer) -> {
                      compute();
                      return null;
                    })
                .start();
        var ws = OneLoop.connect(server)) {
      assertTold("ws-", "compute");
    }
  }

  @Test
  void byAHandlerThatComputesWhileOtherLoopsGoOn() throws InterruptedException {
    var othersHaveEchoed = new CountDownLatch(1);
    var computed = new AtomicBoolean();
    try (var server =
            OneLoop.builder(
                    ws -> {
                      ws.send(OneLoop.carrierName());
                      for (Message message : ws) {
                        if (message.text().equals("compute")) {
                          compute(() -> othersHaveEchoed.getCount() == 0);
                          computed.set(true);
                        }
                        ws.send(message.text() + " " + computed.get());
                      }
                    })
                .threads(2)
                .start();
        var one = OneLoop.connect(server);
        var other = OneLoop.connect(server);
        var beside = OneLoop.connect(server)) {
      String held = one.receive().text();
      assertThat(held).startsWith("hawser-server-loop");
      assertThat(other.receive().text()).startsWith("hawser-server-loop").isNotEqualTo(held);
      assertThat(beside.receive().text()).isEqualTo(held);
      try {
        one.send("compute");
        assertTold("ws-", "compute");
        beside.send("beside it");
        for (int i = 0; i < 100; i++) {
          other.send("echo");
          assertThat(other.receive()).isEqualTo(Message.text("echo false"));
        }
      } finally {
        othersHaveEchoed.countDown();
      }
      assertThat(one.receive()).isEqualTo(Message.text("compute true"));
      assertThat(beside.receive()).isEqualTo(Message.text("beside it true"));
      assertThat(told.held).as("the other loop").isEmpty();
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
    try (var server = serve(listener, TransportType.AUTO);
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      assertThat(ws.receive()).isEqualTo(Message.text("go"));
      assertTold("a listener", "compute");
    }
  }

  private static WebSocketServer serve(WebSocketListener listener, TransportType transport) {
    return WebSocketServer.builder(listener)
        .onLoop()
        .threads(1)
        .transport(transport)
        .listen("localhost", 0)
        .start();
  }

  @Test
  void byAListenerThatIsToldOfAnOpening() throws InterruptedException {
    var listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket ws) {
            compute();
          }
        };
    try (var server = serve(listener, TransportType.AUTO);
        var ws = OneLoop.connect(server)) {
      assertTold("a listener", "onOpen");
    }
  }

  @Test
  void byAListenerThatIsToldOfAFailureOfItsOwn() throws InterruptedException {
    var listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket ws) {
            throw new IllegalStateException("onOpen failed");
          }

          @Override
          public void onError(WebSocket ws, Throwable thrown) {
            compute();
          }
        };
    try (var server = serve(listener, TransportType.AUTO);
        var ws = OneLoop.connect(server)) {
      assertTold("a listener", "onError");
    }
  }

  /** A stream ends on epoll and elsewhere in ways of their own. */
  @ParameterizedTest
  @EnumSource(names = {"AUTO", "NIO"})
  void byAListenerThatIsToldOfTheEnd(TransportType transport) throws InterruptedException {
    var listener =
        new WebSocketListener() {
          @Override
          public void onClose(WebSocket ws, Closure closure, @Nullable Throwable cause) {
            compute();
          }
        };
    try (var server = serve(listener, transport);
        var ws = OneLoop.connect(server)) {
      ws.startClosing(1000, "");
      assertTold("a listener", "onClose");
    }
  }

  @Test
  void byAListenerThatAskedForWhatWaits() throws Exception {
    var opened = new CompletableFuture<WebSocket>();
    var listener =
        new WebSocketListener() {
          @Override
          public long initialDemand() {
            return 0;
          }

          @Override
          public void onOpen(WebSocket ws) {
            opened.complete(ws);
          }

          @Override
          public void onMessage(WebSocket ws, Message message) {
            compute();
          }
        };
    try (var server = serve(listener, TransportType.AUTO);
        var ws = OneLoop.connect(server)) {
      ws.send("go");
      // answered behind the message, which waits from then on
      ws.ping();
      opened.get(75, TimeUnit.SECONDS).request(1);
      assertTold("a listener", "onMessage");
    }
  }

  @Test
  void byAListenerOfAClient() throws InterruptedException {
    var listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            compute();
          }
        };
    try (var server = WebSocketServer.builder(ws -> ws.send("go")).listen("localhost", 0).start();
        var ws =
            WebSocketClient.builder("ws://localhost:" + server.port() + "/")
                .onLoop()
                .connect(listener)) {
      assertTold("io.hawser.client", "a listener", "onMessage");
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
