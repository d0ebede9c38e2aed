/** An open WebSocket connection as its users see it. */
@NullMarked
package io.hawser;

import org.jspecify.annotations.NullMarked;
