package io.hawser.connection;

import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application has found out about a peer before the connection opened. Immutable.
 *
 * @param principal null if it has not said who the peer is
 */
public record Identified(@Nullable Principal principal, Map<String, Object> attributes) {
  /** Nothing. */
  public static final Identified NOTHING = new Identified(null, Map.of());

  public Identified {
    attributes = Map.copyOf(attributes);
  }
}
