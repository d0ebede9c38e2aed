package io.hawser.netty;

import io.hawser.Carrier;
import io.hawser.connection.Connection;
import io.hawser.event.ServerEvents;
import io.hawser.handshake.ServerRules;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a server treats the connections it accepts.
 *
 * @param tls null for plain sockets
 * @param events told what happens; never blocks, never throws
 * @param admission who may come in
 * @param judge makes of requests what they are to become, by the same rules
 * @param carrier what runs the virtual threads of connections
 * @param opened what to do with each open connection, and the thread that is to serve it; called on
 *     its event loop, must not block
 */
public record AcceptSettings(
    ServerRules rules,
    Admission admission,
    RequestJudge judge,
    ConnectionOptions connections,
    @Nullable TlsServer tls,
    ServerEvents events,
    Carrier carrier,
    BiConsumer<Connection, Executor> opened) {}
