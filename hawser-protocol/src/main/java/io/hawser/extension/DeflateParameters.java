package io.hawser.extension;

import io.hawser.model.Role;

/**
 * What both endpoints agreed on for permessage-deflate (RFC 7692, 7.1).
 *
 * @param serverNoContextTakeover whether the server compresses each message by itself, without
 *     reference to earlier ones
 * @param clientNoContextTakeover the same of the client
 * @param serverMaxWindowBits how far back the server's messages may refer, as a power of two in
 *     bytes: 8 to 15
 * @param clientMaxWindowBits the same of the client
 */
public record DeflateParameters(
    boolean serverNoContextTakeover,
    boolean clientNoContextTakeover,
    int serverMaxWindowBits,
    int clientMaxWindowBits) {
  /** The smallest window that can be agreed on: 256 bytes. */
  public static final int MIN_WINDOW_BITS = 8;

  /** The largest window, and the one in use unless a smaller one was agreed on: 32 KiB. */
  public static final int MAX_WINDOW_BITS = 15;

  public DeflateParameters {
    checkWindowBits("serverMaxWindowBits", serverMaxWindowBits);
    checkWindowBits("clientMaxWindowBits", clientMaxWindowBits);
  }

  /** Whether {@code sender} compresses each message by itself. */
  public boolean noContextTakeover(Role sender) {
    return sender == Role.SERVER ? serverNoContextTakeover : clientNoContextTakeover;
  }

  /** How far back the messages of {@code sender} may refer, as a power of two in bytes. */
  public int maxWindowBits(Role sender) {
    return sender == Role.SERVER ? serverMaxWindowBits : clientMaxWindowBits;
  }

  static void checkWindowBits(String name, int bits) {
    if (bits < MIN_WINDOW_BITS || bits > MAX_WINDOW_BITS) {
      throw new IllegalArgumentException(name + ": " + bits + "; must be 8 to 15");
    }
  }
}
