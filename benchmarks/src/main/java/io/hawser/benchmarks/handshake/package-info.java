/** What opening and refusing handshakes costs, beside other servers. */
@NullMarked
package io.hawser.benchmarks.handshake;

import org.jspecify.annotations.NullMarked;
