package io.hawser.protocol;

/** Where a client's masking keys come from (RFC 6455, 5.3). */
@FunctionalInterface
public interface MaskingKeys {
  /** Returns the next key: four bytes, the first one highest, from a strong source of entropy. */
  int next();
}
