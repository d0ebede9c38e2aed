/** Decisions as pure functions: whether to retry and when, where a redirect leads, how to log. */
@NullMarked
package io.hawser.policy;

import org.jspecify.annotations.NullMarked;
