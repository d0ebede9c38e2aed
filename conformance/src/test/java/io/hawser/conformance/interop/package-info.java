/** Other stacks' clients and servers against Hawser's. */
@NullMarked
package io.hawser.conformance.interop;

import org.jspecify.annotations.NullMarked;
