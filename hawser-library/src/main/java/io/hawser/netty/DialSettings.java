package io.hawser.netty;

import io.hawser.Resolver;
import io.hawser.connection.Connection;
import io.hawser.event.ClientEvents;
import io.hawser.handshake.WebSocketUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a client to open a connection.
 *
 * @param preparation called once, on a thread that may block and is interrupted when the attempt is
 *     given up; throws {@link io.hawser.error.SupplierFailedException} for a supplier that does
 * @param tls used where the URI asks for it
 * @param events told what happens; never blocks, never throws
 * @param opened what to do with the connection before it begins; called on its event loop
 * @param unixSocket null to connect by TCP to the host of the URI
 * @param attemptDelay between one address of a name and the next (RFC 8305, 5)
 * @param startNanos when the opening deadline began to run, by the time of {@code connections}
 */
public record DialSettings(
    WebSocketUri uri,
    Callable<Prepared> preparation,
    ConnectionOptions connections,
    TlsClient tls,
    ClientEvents events,
    Consumer<Connection> opened,
    @Nullable Path unixSocket,
    Resolver resolver,
    Duration attemptDelay,
    long startNanos) {}
