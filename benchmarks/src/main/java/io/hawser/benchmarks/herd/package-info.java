/** A herd of clients that comes back, by Hawser's policy and by others'. */
@NullMarked
package io.hawser.benchmarks.herd;

import org.jspecify.annotations.NullMarked;
