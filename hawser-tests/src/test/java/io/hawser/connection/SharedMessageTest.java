package io.hawser.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.extension.DeflateProfile;
import io.hawser.model.Message;
import io.hawser.protocol.SharedFrame;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SharedMessageTest {
  private static final DeflateProfile USUAL = new DeflateProfile(6, 15);
  private static final DeflateProfile SMALL = new DeflateProfile(6, 9);

  private final SharedMessage shared = new SharedMessage(Message.text("many words, ".repeat(1000)));

  @Test
  void isCompressedOnceHoweverManyLoopsAsk() throws Exception {
    Set<SharedFrame> made =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    int loops = 8;
    var together = new CountDownLatch(loops);
    try (var threads = Executors.newFixedThreadPool(loops)) {
      for (int i = 0; i < loops; i++) {
        threads.execute(
            () -> {
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                return;
              }
              made.add(shared.frame(USUAL));
            });
      }
    }
    assertThat(made).hasSize(1);
  }

  @Test
  void isCompressedForEachWayThatWasAgreedOn() {
    SharedFrame usual = shared.frame(USUAL);
    SharedFrame small = shared.frame(SMALL);
    assertThat(small).isNotSameAs(usual);
    assertThat(small.profile()).isEqualTo(SMALL);
    assertThat(shared.frame(new DeflateProfile(6, 15))).isSameAs(usual);
    assertThat(shared.frame(SMALL)).isSameAs(small);
  }

  @Test
  void isEncodedOnceForThoseThatDoNotCompress() {
    assertThat(shared.frame(null)).isSameAs(shared.frame(null));
    assertThat(shared.frame(null).profile()).isNull();
  }
}
