/** The nouns of RFC 6455 and of the HTTP messages that open a connection: immutable values. */
@NullMarked
package io.hawser.model;

import org.jspecify.annotations.NullMarked;
