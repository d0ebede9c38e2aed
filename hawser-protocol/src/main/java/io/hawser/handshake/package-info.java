/** The opening handshake of both roles as rules over values (RFC 6455, 4). Unstable until 1.0. */
@NullMarked
package io.hawser.handshake;

import org.jspecify.annotations.NullMarked;
