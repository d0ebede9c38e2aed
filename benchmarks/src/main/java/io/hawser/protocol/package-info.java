/** Benchmarks of what the protocol's package keeps to itself. */
@NullMarked
package io.hawser.protocol;

import org.jspecify.annotations.NullMarked;
