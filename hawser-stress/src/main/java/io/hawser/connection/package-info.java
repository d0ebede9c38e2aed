/**
 * Stress tests of what the event loop shares with other threads; here to see what is not public.
 */
@NullMarked
package io.hawser.connection;

import org.jspecify.annotations.NullMarked;
