package io.hawser.connection;

import io.hawser.Queues;
import io.hawser.Timeouts;

/**
 * What an open connection goes by.
 *
 * @param outbound shared by all connections of a server
 * @param inbound shared by them too
 * @param streams whether messages are handed on as they come
 * @param pingChance from 0 to 1: where in the first interval the first Ping is due
 */
public record ConnectionSettings(
    Timeouts timeouts,
    Queues queues,
    OutboundBudget outbound,
    InboundBudget inbound,
    boolean streams,
    double pingChance) {}
