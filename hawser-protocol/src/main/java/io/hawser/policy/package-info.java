/** Decisions as pure functions: whether to try again, when, and where a redirect leads. */
@NullMarked
package io.hawser.policy;

import org.jspecify.annotations.NullMarked;
