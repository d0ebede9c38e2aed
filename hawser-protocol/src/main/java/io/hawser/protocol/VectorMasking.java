package io.hawser.protocol;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Masks a vector at a time, with the JDK's module {@code jdk.incubator.vector}. Compiled by itself,
 * and named nowhere: {@link Masking} looks whether it works here.
 */
final class VectorMasking {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  private VectorMasking() {}

  /**
   * Masks in place.
   *
   * @param length a multiple of the largest vector's
   * @param pattern the key twice, in the machine's order
   * @return all words that came of it, joined bit by bit
   */
  static long apply(byte[] bytes, int offset, int length, long pattern) {
    ByteVector key = LongVector.broadcast(LONGS, pattern).reinterpretAsBytes();
    ByteVector seen = ByteVector.zero(BYTES);
    for (int i = offset; i < offset + length; i += BYTES.length()) {
      ByteVector word = ByteVector.fromArray(BYTES, bytes, i).lanewise(VectorOperators.XOR, key);
      word.intoArray(bytes, i);
      seen = seen.or(word);
    }
    return seen.reinterpretAsLongs().reduceLanes(VectorOperators.OR);
  }
}
