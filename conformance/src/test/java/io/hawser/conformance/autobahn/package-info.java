/** Autobahn's suite against Hawser's server. */
@NullMarked
package io.hawser.conformance.autobahn;

import org.jspecify.annotations.NullMarked;
