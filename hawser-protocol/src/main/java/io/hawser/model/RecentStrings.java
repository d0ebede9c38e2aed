package io.hawser.model;

import org.jspecify.annotations.Nullable;

/**
 * Strings that came lately, so that equal ones that come next can be the same object. A string
 * stays until another one takes its place; there is a bound on how many there are, and on how long
 * they are. Safe from any thread.
 */
final class RecentStrings {
  private static final int PLACES = 512;
  private static final int MAX_LENGTH = 256;

  // not volatile: a string is whole however a thread comes by it, and one missed costs only memory
  private final @Nullable String[] places = new String[PLACES];

  /** Returns the one that is equal to {@code text}, if there is one; else {@code text}, kept. */
  String shared(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    String known = places[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    places[place] = text;
    return text;
  }
}
