package io.hawser.observe;

/** Watches the connections of a client; called as {@link ConnectionObserver} says. */
public interface ClientObserver extends ConnectionObserver {}
