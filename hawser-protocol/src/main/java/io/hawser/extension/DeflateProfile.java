package io.hawser.extension;

/**
 * What decides how a message is compressed, when nothing before it is referred to: of equal
 * profiles, the same message gets the same bytes. So a message for many connections is compressed
 * once for each profile among them.
 *
 * @param level how hard to compress, from 1 (fastest) to 9 (smallest)
 * @param windowBits how far back the bytes may refer at most, as a power of two in bytes: 8 to 15
 */
public record DeflateProfile(int level, int windowBits) {
  public DeflateProfile {
    DeflateSettings.checkLevel(level);
    DeflateParameters.checkWindowBits("windowBits", windowBits);
  }

  /**
   * Returns a deflater whose messages every connection of this profile can be sent, since they
   * refer to nothing before them. It compresses whatever it is given, however small, and holds no
   * native memory between messages.
   */
  public MessageDeflater deflater() {
    return new JdkMessageDeflater(0, false, this);
  }

  /**
   * Whether bytes of this profile can be sent where {@code agreed} was agreed on: they do not refer
   * back too far for it. How hard they were compressed matters to no receiver.
   */
  public boolean fits(DeflateProfile agreed) {
    return windowBits <= agreed.windowBits;
  }
}
