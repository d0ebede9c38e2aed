/**
 * Frames, fragments, control frames and the closing handshake as state machines over bytes (RFC
 * 6455, 5 to 8). Unstable until 1.0.
 */
@NullMarked
package io.hawser.protocol;

import org.jspecify.annotations.NullMarked;
