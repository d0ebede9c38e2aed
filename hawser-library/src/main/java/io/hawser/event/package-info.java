/** Brings what happens to observers and to the JDK's flight recorder. Not exported. */
@NullMarked
package io.hawser.event;

import org.jspecify.annotations.NullMarked;
