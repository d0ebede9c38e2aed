/** The standard guard of a server against handshakes that fail, and against too many at once. */
@NullMarked
package io.hawser.guard;

import org.jspecify.annotations.NullMarked;
