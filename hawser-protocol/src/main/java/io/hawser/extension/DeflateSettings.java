package io.hawser.extension;

/**
 * How an endpoint compresses, and what it asks of its peer when permessage-deflate is negotiated
 * (RFC 7692). Immutable.
 *
 * <p>Context takeover lets a message refer to the ones before it. Small messages that resemble each
 * other shrink far more so, but the sender keeps about 256 KiB and the receiver about 40 KiB of
 * native memory for as long as the connection lasts. Without it, both borrow that memory for the
 * length of a message. Either endpoint can insist on doing without.
 *
 * <p>Where secrets and text that an attacker chooses are compressed together, the size of what is
 * sent tells something about the secrets; leave such messages uncompressed.
 */
public final class DeflateSettings {
  private static final DeflateSettings FOR_SERVERS =
      new DeflateSettings(1, 256, false, false, 15, 15);
  private static final DeflateSettings FOR_CLIENTS =
      new DeflateSettings(1, 256, true, true, 15, 15);

  private final int level;
  private final int thresholdBytes;
  private final boolean serverContextTakeover;
  private final boolean clientContextTakeover;
  private final int serverMaxWindowBits;
  private final int clientMaxWindowBits;

  private DeflateSettings(
      int level,
      int thresholdBytes,
      boolean serverContextTakeover,
      boolean clientContextTakeover,
      int serverMaxWindowBits,
      int clientMaxWindowBits) {
    this.level = level;
    this.thresholdBytes = thresholdBytes;
    this.serverContextTakeover = serverContextTakeover;
    this.clientContextTakeover = clientContextTakeover;
    this.serverMaxWindowBits = serverMaxWindowBits;
    this.clientMaxWindowBits = clientMaxWindowBits;
  }

  /**
   * Returns a server's defaults: no context takeover either way, so that the many connections of a
   * server hold no compression state while they are idle.
   */
  public static DeflateSettings forServers() {
    return FOR_SERVERS;
  }

  /**
   * Returns a client's defaults: context takeover each way, if the server grants it. The offer then
   * is the one that browsers make.
   */
  public static DeflateSettings forClients() {
    return FOR_CLIENTS;
  }

  /** How hard to compress, from 1 (fastest) to 9 (smallest). Default: 1. */
  public int level() {
    return level;
  }

  /** Messages with fewer bytes than this are sent uncompressed. Default: 256. */
  public int thresholdBytes() {
    return thresholdBytes;
  }

  /**
   * Whether messages from the server may refer to earlier ones, if the peer agrees. Default: no for
   * a server, yes for a client.
   */
  public boolean serverContextTakeover() {
    return serverContextTakeover;
  }

  /**
   * Whether messages from the client may refer to earlier ones, if the peer agrees. Default: no for
   * a server, yes for a client.
   */
  public boolean clientContextTakeover() {
    return clientContextTakeover;
  }

  /**
   * How far back messages from the server may refer at most, as a power of two in bytes. Default:
   * 15, which is 32 KiB.
   */
  public int serverMaxWindowBits() {
    return serverMaxWindowBits;
  }

  /**
   * How far back messages from the client may refer at most, as a power of two in bytes; a server
   * can ask for it only of clients that say that they can be asked. Default: 15, which is 32 KiB.
   */
  public int clientMaxWindowBits() {
    return clientMaxWindowBits;
  }

  /**
   * Returns these settings with another compression level.
   *
   * @throws IllegalArgumentException unless 1 to 9
   */
  public DeflateSettings withLevel(int level) {
    checkLevel(level);
    return new DeflateSettings(
        level,
        thresholdBytes,
        serverContextTakeover,
        clientContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /**
   * Returns these settings with another threshold; 0 compresses everything.
   *
   * @throws IllegalArgumentException if negative
   */
  public DeflateSettings withThresholdBytes(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("thresholdBytes: " + bytes + "; must not be negative");
    }
    return new DeflateSettings(
        level,
        bytes,
        serverContextTakeover,
        clientContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /** Returns these settings with or without context takeover by the server. */
  public DeflateSettings withServerContextTakeover(boolean takeover) {
    return new DeflateSettings(
        level,
        thresholdBytes,
        takeover,
        clientContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /** Returns these settings with or without context takeover by the client. */
  public DeflateSettings withClientContextTakeover(boolean takeover) {
    return new DeflateSettings(
        level,
        thresholdBytes,
        serverContextTakeover,
        takeover,
        serverMaxWindowBits,
        clientMaxWindowBits);
  }

  /**
   * Returns these settings with another window for the server's messages.
   *
   * @throws IllegalArgumentException unless 8 to 15
   */
  public DeflateSettings withServerMaxWindowBits(int bits) {
    DeflateParameters.checkWindowBits("serverMaxWindowBits", bits);
    return new DeflateSettings(
        level,
        thresholdBytes,
        serverContextTakeover,
        clientContextTakeover,
        bits,
        clientMaxWindowBits);
  }

  /**
   * Returns these settings with another window for the client's messages.
   *
   * @throws IllegalArgumentException unless 8 to 15
   */
  public DeflateSettings withClientMaxWindowBits(int bits) {
    DeflateParameters.checkWindowBits("clientMaxWindowBits", bits);
    return new DeflateSettings(
        level,
        thresholdBytes,
        serverContextTakeover,
        clientContextTakeover,
        serverMaxWindowBits,
        bits);
  }

  static void checkLevel(int level) {
    if (level < 1 || level > 9) {
      throw new IllegalArgumentException("level: " + level + "; must be 1 to 9");
    }
  }
}
