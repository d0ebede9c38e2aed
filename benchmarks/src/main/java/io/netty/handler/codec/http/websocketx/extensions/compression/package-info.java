/** Benchmarks of what Netty's package keeps to itself. */
@NullMarked
package io.netty.handler.codec.http.websocketx.extensions.compression;

import org.jspecify.annotations.NullMarked;
