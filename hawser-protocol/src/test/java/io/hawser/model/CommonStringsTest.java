package io.hawser.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommonStringsTest {
  @Test
  void handshakesShareWhatNearlyAllOfThemSay() {
    Request one = request();
    Request other = request();
    assertThat(other).isEqualTo(one);
    assertThat(other.method()).isSameAs(one.method());
    assertThat(other.headers().first("Upgrade").orElseThrow())
        .isSameAs(one.headers().first("Upgrade").orElseThrow());
  }

  @Test
  void handshakesShareWhatManyOfThemSay() {
    for (String name : new String[] {"Host", "Origin", "User-Agent"}) {
      assertThat(valueOf(name, "app.example")).isSameAs(valueOf(name, "app.example"));
    }
    assertThat(CommonStrings.sharedName(new String("sec-ch-ua")))
        .isSameAs(CommonStrings.sharedName(new String("sec-ch-ua")));
  }

  @Test
  void whatMayBeSecretIsNotKept() {
    for (String name : new String[] {"Cookie", "Authorization", "X-Api-Key", "Sec-WebSocket-Key"}) {
      assertThat(valueOf(name, "hunter2")).isNotSameAs(valueOf(name, "hunter2"));
    }
  }

  @Test
  void whatIsLongIsNotKept() {
    String agent = "x".repeat(257);
    assertThat(valueOf("User-Agent", agent)).isNotSameAs(valueOf("User-Agent", agent));
  }

  @Test
  void whatIsNotCommonStaysAsItIs() {
    String text = new String("neither here nor there");
    assertThat(CommonStrings.shared(text)).isSameAs(text);
  }

  /** As read from a socket. */
  private static String valueOf(String name, String value) {
    return Headers.of(name, new String(value)).first(name).orElseThrow();
  }

  /** With strings of its own, as read from a socket. */
  private static Request request() {
    var headers = Headers.of(new String("Upgrade"), new String("websocket"));
    return new Request(new String("GET"), new String("/"), new String("HTTP/1.1"), headers);
  }
}
