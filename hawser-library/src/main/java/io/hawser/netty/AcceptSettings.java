package io.hawser.netty;

import io.hawser.Timeouts;
import io.hawser.connection.Connection;
import io.hawser.event.ServerEvents;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.ServerRules;
import io.hawser.protocol.Limits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a server treats the connections it accepts.
 *
 * @param deflate null unless compression may be negotiated
 * @param tls null for plain sockets
 * @param events told what happens; never blocks, never throws
 * @param opened what to do with each open connection; called on its event loop, must not block
 */
public record AcceptSettings(
    ServerRules rules,
    Limits limits,
    Timeouts timeouts,
    @Nullable DeflateSettings deflate,
    @Nullable Tls tls,
    ServerEvents events,
    Consumer<Connection> opened) {}
