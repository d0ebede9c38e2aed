package io.hawser.connection;

import io.hawser.model.Request;
import io.hawser.model.Response;
import io.hawser.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake led to.
 *
 * @param id the connection's short name
 * @param subprotocol null if none was agreed on
 */
public record Opened(
    String id, Role role, Request request, Response response, @Nullable String subprotocol) {}
