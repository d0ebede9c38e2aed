package io.hawser.extension;

import io.hawser.model.Role;

/**
 * permessage-deflate as one endpoint of a connection uses it (RFC 7692): compressed messages have
 * the bit RSV1 set in their first frame.
 */
public final class PerMessageDeflate {
  /** What the extension is called in {@code Sec-WebSocket-Extensions}. */
  public static final String NAME = "permessage-deflate";

  private final DeflateParameters parameters;
  private final DeflateSettings settings;
  private final Role role;

  private PerMessageDeflate(DeflateParameters parameters, DeflateSettings settings, Role role) {
    this.parameters = parameters;
    this.settings = settings;
    this.role = role;
  }

  /**
   * Takes up what was negotiated.
   *
   * @param settings this endpoint's; of them only level and threshold still count
   * @param role this endpoint's
   */
  public static PerMessageDeflate of(
      DeflateParameters parameters, DeflateSettings settings, Role role) {
    return new PerMessageDeflate(parameters, settings, role);
  }

  /** What was agreed on. */
  public DeflateParameters parameters() {
    return parameters;
  }

  /**
   * Returns a new inflater, which expands what one connection receives. Native memory is taken when
   * first needed and freed by {@link MessageInflater#close}; between messages none is held unless
   * the peer takes its context over.
   */
  public MessageInflater inflater() {
    // an inflater of 32 KiB expands what was made with any smaller window
    return new JdkMessageInflater(
        !parameters.noContextTakeover(role.peer()), NativePools.INFLATERS);
  }

  /**
   * Returns a new deflater, which compresses what one connection sends. Native memory is taken when
   * first needed and freed by {@link MessageDeflater#close}; between messages none is held unless
   * this endpoint takes its context over.
   */
  public MessageDeflater deflater() {
    return new JdkMessageDeflater(
        settings.thresholdBytes(),
        !parameters.noContextTakeover(role),
        new DeflateProfile(settings.level(), parameters.maxWindowBits(role)));
  }
}
