package io.hawser;

import java.time.Duration;

/**
 * How long Pings took to be answered on one connection (RFC 6455, 5.5.2), the regular ones and
 * those of the application together.
 *
 * @param last the newest round trip
 * @param min the shortest since the connection opened
 * @param mean over all since the connection opened
 */
public record Latency(Duration last, Duration min, Duration mean) {}
