package io.hawser.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.WebSocket;
import io.hawser.model.CloseReason;
import io.hawser.model.Closure;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicsTest {
  private static final Closure CLOSED =
      new Closure(CloseReason.of(1000, ""), CloseReason.of(1000, ""), Closure.Initiator.PEER);

  private final Topics topics = Topics.inMemory();
  private final CompletableFuture<Closure> closed = new CompletableFuture<>();
  private @Nullable Closure closure;
  private Runnable onCloseAsked = () -> {};

  @SuppressWarnings("ReferenceEquality") // of proxies, which are asked here
  private final WebSocket ws =
      (WebSocket)
          Proxy.newProxyInstance(
              WebSocket.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "closure" -> Optional.ofNullable(closure);
                    case "onClose" -> {
                      onCloseAsked.run();
                      yield closed;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "connection";
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  @Test
  void aConnectionIsSubscribedUntilItCloses() {
    assertThat(topics.subscribe(ws, "news")).isTrue();
    assertThat(topics.subscribe(ws, "news")).isFalse();
    assertThat(topics.subscribe(ws, "chat")).isTrue();
    assertThat(topics.subscribers("news")).containsExactly(ws);
    close();
    assertThat(topics.subscribers("news")).isEmpty();
    assertThat(topics.subscribers("chat")).isEmpty();
    assertThat(topics.subscribe(ws, "news")).isFalse();
    assertThat(topics.subscribers("news")).isEmpty();
  }

  @Test
  void aConnectionThatClosesAsItSubscribesIsNotKept() {
    onCloseAsked = this::close;
    topics.subscribe(ws, "news");
    assertThat(topics.subscribers("news")).isEmpty();
    assertThat(topics.subscribe(ws, "chat")).isFalse();
    assertThat(topics.subscribers("chat")).isEmpty();
  }

  @Test
  void whoAsksForTheCloseMayUseTheTopicsOnAnotherThread() {
    // as one does that starts a thread for it, and waits for a place to run it
    onCloseAsked =
        () ->
            CompletableFuture.runAsync(() -> topics.subscribe(ws, "chat"))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    assertThat(topics.subscribe(ws, "news")).isTrue();
    assertThat(topics.subscribers("chat")).containsExactly(ws);
  }

  private void close() {
    closure = CLOSED;
    closed.complete(CLOSED);
  }
}
