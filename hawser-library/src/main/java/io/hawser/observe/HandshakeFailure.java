package io.hawser.observe;

import io.hawser.handshake.FailureKind;
import io.hawser.model.Request;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that did not become a WebSocket.
 *
 * @param id the connection's short name, as in logs
 * @param request as far as it was read, or null if not even its first line was
 * @param status what was answered, or 0 if nothing was
 * @param detail one line for people; holds nothing secret
 * @param cause null where the kind says it all
 * @param took from accepting the socket to this failure
 */
public record HandshakeFailure(
    String id,
    FailureKind kind,
    SocketAddress localAddress,
    SocketAddress remoteAddress,
    @Nullable Request request,
    int status,
    String detail,
    @Nullable Throwable cause,
    Duration took) {}
