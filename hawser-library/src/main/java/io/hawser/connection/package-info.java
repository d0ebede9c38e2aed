/** One live connection: it steps the protocol and owns queues and deadlines. Not exported. */
@NullMarked
package io.hawser.connection;

import org.jspecify.annotations.NullMarked;
