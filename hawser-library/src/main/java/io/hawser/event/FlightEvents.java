package io.hawser.event;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.error.WebSocketException;
import io.hawser.handshake.Printable;
import io.hawser.model.Closure;
import io.hawser.model.Request;
import io.hawser.model.Role;
import io.hawser.observe.ClientAttempt;
import io.hawser.observe.HandshakeFailure;
import io.hawser.observe.TlsFacts;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What happens to connections, for the JDK's flight recorder. An event that is not recorded costs a
 * look whether it is, and no texts are made for it. Nothing secret: paths are without their query.
 */
@SuppressWarnings("UnusedVariable") // the fields are for the recorder to read
final class FlightEvents {
  private FlightEvents() {}

  static void opened(Role role, WebSocket ws) {
    var event = new ConnectionOpened();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.role = role.name();
      event.remoteAddress = ws.remoteAddress().toString();
      event.path = ws.request().path();
      event.subprotocol = ws.subprotocol().orElse(null);
      event.commit();
    }
  }

  static void closed(Role role, WebSocket ws, Closure closure) {
    var event = new ConnectionClosed();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.role = role.name();
      event.remoteAddress = ws.remoteAddress().toString();
      event.codeReceived = closure.code().value();
      event.codeSent = closure.sent() == null ? 0 : closure.sent().code().value();
      event.clean = closure.isClean();
      event.initiator = closure.initiator().name();
      event.commit();
    }
  }

  static void stalled(Role role, WebSocket ws, Duration stalled, long queuedBytes) {
    var event = new WriteStalled();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.role = role.name();
      event.remoteAddress = ws.remoteAddress().toString();
      event.stalled = stalled.toNanos();
      event.queued = queuedBytes;
      event.commit();
    }
  }

  static void dropped(Role role, WebSocket ws, int messages, long bytes) {
    var event = new MessageDropped();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.role = role.name();
      event.remoteAddress = ws.remoteAddress().toString();
      event.messages = messages;
      event.size = bytes;
      event.commit();
    }
  }

  static void handshakeOpened(WebSocket ws, Duration took) {
    var event = new HandshakeOpened();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.remoteAddress = ws.remoteAddress().toString();
      event.path = Printable.of(ws.request().path());
      event.subprotocol = ws.subprotocol().orElse(null);
      event.took = took.toNanos();
      event.commit();
    }
  }

  static void handshakeFailed(HandshakeFailure failure) {
    var event = new HandshakeFailed();
    if (event.shouldCommit()) {
      Request request = failure.request();
      event.connection = failure.id();
      event.remoteAddress = failure.remoteAddress().toString();
      event.socketAddress = failure.socketAddress().toString();
      event.localAddress = failure.localAddress().toString();
      event.kind = failure.kind().name();
      event.status = failure.status();
      event.path = request == null ? null : Printable.of(request.path());
      event.detail = failure.detail();
      Throwable cause = failure.cause();
      event.cause = cause == null ? null : cause.getClass().getName();
      TlsFacts tls = failure.tls();
      event.tlsProtocol = tls == null ? null : tls.protocol();
      event.serverName = tls == null ? null : tls.serverName();
      event.took = failure.took().toNanos();
      event.commit();
    }
  }

  static void attemptFailed(
      ClientAttempt attempt, HandshakeException exception, Optional<Duration> delay) {
    var event = new AttemptFailed();
    if (event.shouldCommit()) {
      event.client = attempt.client();
      event.attempt = attempt.number();
      event.endpoint = attempt.endpoint();
      event.phase = exception.phase().name();
      event.message = exception.getMessage();
      event.retried = delay.isPresent();
      event.delay = delay.orElse(Duration.ZERO).toNanos();
      event.commit();
    }
  }

  static void attemptSucceeded(ClientAttempt attempt, WebSocket ws, Duration took) {
    var event = new AttemptSucceeded();
    if (event.shouldCommit()) {
      event.client = attempt.client();
      event.attempt = attempt.number();
      event.endpoint = attempt.endpoint();
      event.connection = ws.id();
      event.took = took.toNanos();
      event.commit();
    }
  }

  static void ended(WebSocket ws, Duration lifeSpan, Optional<Duration> delay) {
    var event = new ConnectionLeft();
    if (event.shouldCommit()) {
      event.connection = ws.id();
      event.remoteAddress = ws.remoteAddress().toString();
      event.lifeSpan = lifeSpan.toNanos();
      event.retried = delay.isPresent();
      event.delay = delay.orElse(Duration.ZERO).toNanos();
      event.commit();
    }
  }

  static void gaveUp(String client, WebSocketException exception) {
    var event = new GaveUp();
    if (event.shouldCommit()) {
      event.client = client;
      event.message = exception.getMessage();
      event.commit();
    }
  }

  static void waitedInVain(String client, int messages, long bytes) {
    var event = new WaitedInVain();
    if (event.shouldCommit()) {
      event.client = client;
      event.messages = messages;
      event.size = bytes;
      event.commit();
    }
  }

  /** What all events of attempts have. */
  @Category({"Hawser", "WebSocket"})
  @StackTrace(false)
  private abstract static class OfClient extends Event {
    @Label("Client")
    @Description("The short name of who makes attempts, as in events")
    @Nullable String client;
  }

  @Name("io.hawser.AttemptFailed")
  @Label("Attempt Failed")
  private static final class AttemptFailed extends OfClient {
    @Label("Attempt")
    @Description("Its number since the last stable connection")
    int attempt;

    @Label("Endpoint")
    @Nullable String endpoint;

    @Label("Phase")
    @Nullable String phase;

    @Label("Message")
    @Nullable String message;

    @Label("Retried")
    boolean retried;

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    long delay;
  }

  @Name("io.hawser.AttemptSucceeded")
  @Label("Attempt Succeeded")
  private static final class AttemptSucceeded extends OfClient {
    @Label("Attempt")
    @Description("Its number since the last stable connection")
    int attempt;

    @Label("Endpoint")
    @Nullable String endpoint;

    @Label("Connection")
    @Nullable String connection;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("io.hawser.GaveUp")
  @Label("Gave Up")
  private static final class GaveUp extends OfClient {
    @Label("Message")
    @Nullable String message;
  }

  @Name("io.hawser.WaitedInVain")
  @Label("Waited In Vain")
  @Description("Messages were dropped that waited for a connection")
  private static final class WaitedInVain extends OfClient {
    @Label("Messages")
    int messages;

    @Label("Size")
    @DataAmount
    long size;
  }

  /** What all events of connections have. */
  @Category({"Hawser", "WebSocket"})
  @StackTrace(false)
  private abstract static class OfConnection extends Event {
    @Label("Connection")
    @Description("The connection's short name, as in logs")
    @Nullable String connection;

    @Label("Remote Address")
    @Nullable String remoteAddress;
  }

  @Name("io.hawser.ConnectionOpened")
  @Label("Connection Opened")
  private static final class ConnectionOpened extends OfConnection {
    @Label("Role")
    @Nullable String role;

    @Label("Path")
    @Nullable String path;

    @Label("Subprotocol")
    @Nullable String subprotocol;
  }

  @Name("io.hawser.ConnectionClosed")
  @Label("Connection Closed")
  private static final class ConnectionClosed extends OfConnection {
    @Label("Role")
    @Nullable String role;

    @Label("Code Received")
    @Description("1005 if the peer's Close frame had none, 1006 if no Close frame came")
    int codeReceived;

    @Label("Code Sent")
    @Description("0 if no Close frame was sent")
    int codeSent;

    @Label("Clean")
    boolean clean;

    @Label("Initiator")
    @Nullable String initiator;
  }

  @Name("io.hawser.ConnectionLeft")
  @Label("Connection Left")
  private static final class ConnectionLeft extends OfConnection {
    @Label("Life Span")
    @Timespan(Timespan.NANOSECONDS)
    long lifeSpan;

    @Label("Retried")
    boolean retried;

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    long delay;
  }

  @Name("io.hawser.WriteStalled")
  @Label("Write Stalled")
  private static final class WriteStalled extends OfConnection {
    @Label("Role")
    @Nullable String role;

    @Label("Stalled")
    @Timespan(Timespan.NANOSECONDS)
    long stalled;

    @Label("Queued")
    @DataAmount
    long queued;
  }

  @Name("io.hawser.MessageDropped")
  @Label("Message Dropped")
  private static final class MessageDropped extends OfConnection {
    @Label("Role")
    @Nullable String role;

    @Label("Messages")
    int messages;

    @Label("Size")
    @DataAmount
    long size;
  }

  @Name("io.hawser.HandshakeOpened")
  @Label("Handshake Opened")
  private static final class HandshakeOpened extends OfConnection {
    @Label("Path")
    @Nullable String path;

    @Label("Subprotocol")
    @Nullable String subprotocol;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("io.hawser.HandshakeFailed")
  @Label("Handshake Failed")
  private static final class HandshakeFailed extends OfConnection {
    @Label("Socket Address")
    @Description("Of the other end of the socket, which may be a trusted proxy")
    @Nullable String socketAddress;

    @Label("Local Address")
    @Nullable String localAddress;

    @Label("TLS Protocol")
    @Nullable String tlsProtocol;

    @Label("Server Name")
    @Description("The host that the client has named by TLS")
    @Nullable String serverName;

    @Label("Kind")
    @Nullable String kind;

    @Label("Status")
    @Description("0 if nothing was answered")
    int status;

    @Label("Path")
    @Nullable String path;

    @Label("Detail")
    @Nullable String detail;

    @Label("Cause")
    @Description("The exception's class; its message may hold what the peer sent")
    @Nullable String cause;

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }
}
