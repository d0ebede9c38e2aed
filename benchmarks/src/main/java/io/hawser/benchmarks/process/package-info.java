/** Servers and other programs in processes of their own. */
@NullMarked
package io.hawser.benchmarks.process;

import org.jspecify.annotations.NullMarked;
