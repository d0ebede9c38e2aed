package io.hawser.handshake;

import io.hawser.error.InvalidMessageException;
import io.hawser.error.ProxyException.Reason;
import io.hawser.model.Headers;
import io.hawser.model.Request;
import io.hawser.model.Response;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The {@code CONNECT} of HTTP (RFC 9110, 9.3.6). */
final class ConnectHandshake implements ProxyHandshake {
  private final String target;
  private final @Nullable ProxyLogin login;
  private final ResponseReader reader = ResponseReader.ofConnect();

  ConnectHandshake(String host, int port, @Nullable ProxyLogin login) {
    this.target = WebSocketUri.inAuthority(host) + ":" + port;
    this.login = login;
  }

  @Override
  public byte[] begin() {
    var headers = Headers.builder().add("Host", target);
    if (login != null) {
      // RFC 9110, 11.7.2: for the first proxy alone, which sends it no further
      headers.add("Proxy-Authorization", WebSocketUri.basic(login.user(), login.password()));
    }
    return HeadWriter.request(new Request("CONNECT", target, "HTTP/1.1", headers.build()));
  }

  @Override
  public Step read(ByteBuffer in) {
    try {
      return reader.read(in) instanceof ResponseReader.Progress.Done(Response response)
          ? judge(response)
          : new Step.More();
    } catch (InvalidMessageException e) {
      return new Step.Refused(Reason.MALFORMED, "its answer is not HTTP: " + e.rule(), null);
    }
  }

  @Override
  public Step.@Nullable Refused endOfStream() {
    Response response = reader.endOfStream();
    return response == null || isSuccess(response) ? null : refused(response);
  }

  private static Step judge(Response response) {
    return isSuccess(response) ? new Step.Open() : refused(response);
  }

  private static boolean isSuccess(Response response) {
    return response.status() / 100 == 2;
  }

  private static Step.Refused refused(Response response) {
    int status = response.status();
    Reason reason =
        switch (status) {
          // 401 is for servers (RFC 9110, 15.5.2), but tinyproxy says it of a wrong password
          case 401, 407 -> Reason.CREDENTIALS;
          default -> status / 100 == 5 ? Reason.UNAVAILABLE : Reason.FORBIDDEN;
        };
    return new Step.Refused(reason, "HTTP " + status, response);
  }
}
