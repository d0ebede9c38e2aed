/** The {@code hawser} command. */
@NullMarked
package io.hawser.cli;

import org.jspecify.annotations.NullMarked;
