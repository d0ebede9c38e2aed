/** What can go wrong, as one sealed tree of unchecked exceptions, each with its data. */
@NullMarked
package io.hawser.error;

import org.jspecify.annotations.NullMarked;
