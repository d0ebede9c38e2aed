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
  void whatIsNotCommonStaysAsItIs() {
    String text = new String("neither here nor there");
    assertThat(CommonStrings.shared(text)).isSameAs(text);
  }

  /** With strings of its own, as read from a socket. */
  private static Request request() {
    var headers = Headers.of(new String("Upgrade"), new String("websocket"));
    return new Request(new String("GET"), new String("/"), new String("HTTP/1.1"), headers);
  }
}
