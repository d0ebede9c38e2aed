package io.hawser.netty;

import io.hawser.connection.Connection;
import io.hawser.event.ServerEvents;
import io.hawser.handshake.ServerRules;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a server treats the connections it accepts.
 *
 * @param tls null for plain sockets
 * @param events told what happens; never blocks, never throws
 * @param opened what to do with each open connection; called on its event loop, must not block
 */
public record AcceptSettings(
    ServerRules rules,
    ConnectionOptions connections,
    @Nullable TlsServer tls,
    ServerEvents events,
    Consumer<Connection> opened) {}
