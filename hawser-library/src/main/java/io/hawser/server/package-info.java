/** WebSocket servers. */
@NullMarked
package io.hawser.server;

import org.jspecify.annotations.NullMarked;
