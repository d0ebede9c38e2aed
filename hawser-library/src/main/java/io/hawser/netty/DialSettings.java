package io.hawser.netty;

import io.hawser.Timeouts;
import io.hawser.event.ClientEvents;
import io.hawser.extension.DeflateSettings;
import io.hawser.handshake.ClientRules;
import io.hawser.handshake.WebSocketUri;
import io.hawser.protocol.Limits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a client to open a connection.
 *
 * @param rules of this attempt's handshake, with a key of its own
 * @param deflate null unless compression is offered
 * @param tls used where the URI asks for it
 * @param events told what happens; never blocks, never throws
 * @param unixSocket null to connect by TCP to the host of the URI
 */
public record DialSettings(
    WebSocketUri uri,
    ClientRules rules,
    Limits limits,
    Timeouts timeouts,
    @Nullable DeflateSettings deflate,
    Tls tls,
    ClientEvents events,
    @Nullable Path unixSocket) {}
