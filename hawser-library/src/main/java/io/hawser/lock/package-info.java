/** A lock for event loops and the virtual threads that they carry. */
@NullMarked
package io.hawser.lock;

import org.jspecify.annotations.NullMarked;
