package io.hawser.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the subprotocol of a connection (RFC 6455, 1.9), in place of a list.
 *
 * <p>Runs on the connection's virtual thread, may block, and is interrupted when the opening
 * deadline passes. What it throws is logged and answered with 500.
 */
@FunctionalInterface
public interface SubprotocolSelector {
  /**
   * Chooses.
   *
   * @param offered by the client, best first; may be empty
   * @return one of them, or null for none
   */
  @Nullable String select(List<String> offered) throws Exception;
}
