package io.hawser;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one message is sent. Immutable. */
public final class SendOptions {
  private static final SendOptions DEFAULTS = new SendOptions(null, null);

  private final @Nullable Boolean compressed;
  private final @Nullable Object key;

  private SendOptions(@Nullable Boolean compressed, @Nullable Object key) {
    this.compressed = compressed;
    this.key = key;
  }

  /** Returns the defaults. */
  public static SendOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Whether the message is compressed where compression was agreed on (RFC 7692). Default: empty,
   * by its size.
   */
  public Optional<Boolean> compressed() {
    return Optional.ofNullable(compressed);
  }

  /** What the message is the latest of, for {@link SlowConsumer#keepLatestByKey}. Default: none. */
  public Optional<Object> key() {
    return Optional.ofNullable(key);
  }

  /** Returns these options with compression chosen, whatever the message's size. */
  public SendOptions withCompression(boolean compressed) {
    return new SendOptions(compressed, key);
  }

  /**
   * Returns these options with a key.
   *
   * @param key compared by {@code equals}, under a lock that event loops take as well: it must not
   *     wait for anything, as that of {@link java.net.URL} does
   */
  public SendOptions withKey(Object key) {
    return new SendOptions(compressed, key);
  }
}
