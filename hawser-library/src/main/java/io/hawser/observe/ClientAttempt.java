package io.hawser.observe;

/**
 * An attempt of a client to open a connection.
 *
 * @param client the short name of who makes it, such as {@code client-1}: one for each loop
 * @param number which one it is since the last stable connection, from 1
 * @param endpoint where to, credentials and query masked; empty if its supplier has failed
 */
public record ClientAttempt(String client, int number, String endpoint) {}
