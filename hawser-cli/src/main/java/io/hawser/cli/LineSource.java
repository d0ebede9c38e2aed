package io.hawser.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the lines to send come from. Used by one thread. */
interface LineSource {
  /**
   * Waits for the next line.
   *
   * @return the line without its end, or null at the end of input
   */
  @Nullable String next() throws IOException;

  /** Whether a person types them, who does not wait for what is not there. Default: no. */
  default boolean areTyped() {
    return false;
  }
}
