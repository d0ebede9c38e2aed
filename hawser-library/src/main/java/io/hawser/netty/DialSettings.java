package io.hawser.netty;

import io.hawser.handshake.WebSocketUri;
import java.util.concurrent.Callable;

/**
 * One attempt of a client to open a connection.
 *
 * @param preparation called once, on a thread that may block and is interrupted when the attempt is
 *     given up; throws {@link io.hawser.error.SupplierFailedException} for a supplier that does
 * @param startNanos when the opening deadline began to run, by the time of the connections
 */
public record DialSettings(
    WebSocketUri uri, Callable<Prepared> preparation, DialOptions options, long startNanos) {}
