/** The core beside Netty's codec and plain memory copies, measured by JMH. */
@NullMarked
package io.hawser.benchmarks;

import org.jspecify.annotations.NullMarked;
