package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.hawser.Carrier;
import io.hawser.WebSocket;
import io.hawser.client.WebSocketClient;
import io.hawser.server.WebSocketHandler;
import io.hawser.server.WebSocketServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What is logged when a handler ends because its connection did. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class HandlerEndTest {
  private final Carrier carrier;
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.hawser.server.connection");
  private final LinkedBlockingQueue<ILoggingEvent> logged = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event);
        }
      };

  HandlerEndTest(Carrier carrier) {
    this.carrier = OneLoop.requireCarrier(carrier);
  }

  private WebSocketServer serve(WebSocketHandler handler) {
    return WebSocketServer.builder(handler).carrier(carrier).listen("127.0.0.1", 0).start();
  }

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    logger.setLevel(null);
    logger.detachAppender(appender);
  }

  @Test
  void endingWithItsOwnConnectionIsNoError() throws InterruptedException {
    try (var server = serve(WebSocket::receive)) {
      WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/").close(3000, "enough");
      ILoggingEvent event = logged.poll(20, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
      assertThat(event.getFormattedMessage()).contains("ended with its connection");
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void anotherConnectionsEndIsAnError() throws InterruptedException {
    var first = new CompletableFuture<WebSocket>();
    try (var server =
        serve(
            ws -> {
              if (ws.request().path().equals("/first")) {
                first.complete(ws);
              } else {
                first.join().onClose().toCompletableFuture().join();
                first.join().send("to one that is gone");
              }
            })) {
      String uri = "ws://127.0.0.1:" + server.port() + "/";
      WebSocketClient.connect(uri + "first").close();
      try (var second = WebSocketClient.connect(uri)) {
        ILoggingEvent event = logged.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
        assertThat(second.onClose().toCompletableFuture().join().code().value()).isEqualTo(1011);
      }
    }
  }
}
