/** What event loops have others do that may wait: observers told, and lines of logs written. */
@NullMarked
package io.hawser.queue;

import org.jspecify.annotations.NullMarked;
