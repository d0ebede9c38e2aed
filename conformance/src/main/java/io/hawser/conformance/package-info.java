/** Hawser's client as the one who is tested: it walks the cases of a fuzzing server. */
@NullMarked
package io.hawser.conformance;

import org.jspecify.annotations.NullMarked;
