/** What echoes and idle connections cost servers, ours and others, each in a process of its own. */
@NullMarked
package io.hawser.benchmarks.load;

import org.jspecify.annotations.NullMarked;
