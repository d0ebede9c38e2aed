/** The engine: channels, TLS, event loops. Not exported; no other package names Netty. */
@NullMarked
package io.hawser.netty;

import org.jspecify.annotations.NullMarked;
