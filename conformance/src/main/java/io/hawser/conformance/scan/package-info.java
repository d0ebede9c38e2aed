/** What scanners do to a server that others use meanwhile. */
@NullMarked
package io.hawser.conformance.scan;

import org.jspecify.annotations.NullMarked;
