package io.hawser.netty;

import io.hawser.connection.Connection;
import io.hawser.event.ClientEvents;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a client to open a connection.
 *
 * @param rules of this attempt's handshake, with a key of its own
 * @param tls used where the URI asks for it
 * @param events told what happens; never blocks, never throws
 * @param opened what to do with the connection before it begins; called on its event loop
 * @param unixSocket null to connect by TCP to the host of the URI
 */
public record DialSettings(
    WebSocketUri uri,
    ClientRules rules,
    ConnectionOptions connections,
    TlsClient tls,
    ClientEvents events,
    Consumer<Connection> opened,
    @Nullable Path unixSocket) {}
