package io.hawser.server;

import java.security.Principal;

/** A user, known by name. */
record NamedPrincipal(String name) implements Principal {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
