/** Benchmarks of what Netty's package keeps to itself. */
@NullMarked
package io.netty.handler.codec.http.websocketx;

import org.jspecify.annotations.NullMarked;
