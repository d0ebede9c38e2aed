/** Echo servers, each a program that takes a port of 127.0.0.1 and one thread that moves bytes. */
@NullMarked
package io.hawser.benchmarks.server;

import org.jspecify.annotations.NullMarked;
