/** What others watch: events of servers and clients as data. */
@NullMarked
package io.hawser.observe;

import org.jspecify.annotations.NullMarked;
