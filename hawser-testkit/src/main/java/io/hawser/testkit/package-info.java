/** For tests of code that uses WebSockets: time and peers that do as the test says. */
@NullMarked
package io.hawser.testkit;

import org.jspecify.annotations.NullMarked;
