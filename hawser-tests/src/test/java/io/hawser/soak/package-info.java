/** Many connections for a long time; part of `proof`. */
@NullMarked
package io.hawser.soak;

import org.jspecify.annotations.NullMarked;
