/** What a message to many connections costs servers. */
@NullMarked
package io.hawser.benchmarks.broadcast;

import org.jspecify.annotations.NullMarked;
