/** WebSocket clients. */
@NullMarked
package io.hawser.client;

import org.jspecify.annotations.NullMarked;
