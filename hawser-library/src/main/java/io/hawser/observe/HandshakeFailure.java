package io.hawser.observe;

import io.hawser.handshake.FailureKind;
import io.hawser.model.Request;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that did not become a WebSocket: everything that is known of it.
 *
 * @param id the connection's short name, as in logs
 * @param remoteAddress of the peer; where a trusted proxy told it, not that of the socket
 * @param socketAddress of the other end of the socket, be it the peer or a proxy
 * @param tls how far TLS had come; null without TLS
 * @param request as far as it was read, or null if not even its first line was; its headers may
 *     hold credentials, which {@link Request#toString} masks
 * @param status what was answered, or 0 if nothing was
 * @param detail one line for people, escaped and cut; holds nothing secret
 * @param cause null where the kind says it all
 * @param took from accepting the socket to this failure
 */
public record HandshakeFailure(
    String id,
    FailureKind kind,
    SocketAddress localAddress,
    SocketAddress remoteAddress,
    SocketAddress socketAddress,
    @Nullable TlsFacts tls,
    @Nullable Request request,
    int status,
    String detail,
    @Nullable Throwable cause,
    Duration took) {}
