package io.hawser.netty;

import io.hawser.handshake.ClientRules;
import org.jspecify.annotations.Nullable;

/**
 * What is evaluated anew for each attempt, before anything is sent.
 *
 * @param rules of this attempt's handshake, with a key of its own
 * @param proxy null to connect to the server itself
 */
public record Prepared(ClientRules rules, @Nullable ProxyRoute proxy) {}
