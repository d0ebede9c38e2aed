package io.hawser.netty;

import io.hawser.Resolver;
import io.hawser.connection.Connection;
import io.hawser.event.ClientEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all attempts of a client have in common.
 *
 * @param tls used where the URI asks for it
 * @param events told what happens; never blocks, never throws
 * @param opened what to do with a connection before it begins; called on its event loop
 * @param unixSocket null to connect by TCP to the host of the URI
 * @param attemptDelay between one address of a name and the next (RFC 8305, 5)
 */
public record DialOptions(
    ConnectionOptions connections,
    TlsClient tls,
    ClientEvents events,
    Consumer<Connection> opened,
    @Nullable Path unixSocket,
    Resolver resolver,
    Duration attemptDelay) {
  /** Returns the same with something more to do with a connection before it begins. */
  public DialOptions alsoOpened(Consumer<Connection> also) {
    return new DialOptions(
        connections, tls, events, opened.andThen(also), unixSocket, resolver, attemptDelay);
  }
}
