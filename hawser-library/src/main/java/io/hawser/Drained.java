package io.hawser;

import java.time.Duration;

/**
 * What became of a server's connections when it was stopped.
 *
 * @param closedCleanly connections that closed with a Close frame each way
 * @param closedAbnormally connections that ended by themselves, but without that
 * @param cut connections that were still there at the end
 * @param refusedHandshakes opening handshakes that were answered with 503
 * @param took from the call to the end
 */
public record Drained(
    int closedCleanly, int closedAbnormally, int cut, int refusedHandshakes, Duration took) {}
