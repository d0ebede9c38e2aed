package io.hawser.conformance.autobahn;

import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the suite found in one case.
 *
 * @param id such as 6.4.1
 * @param behavior OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED or FAILED
 * @param behaviorClose the same of how the connection closed, or what closed it wrongly
 * @param report where the suite describes it, byte by byte
 */
record CaseResult(String id, String behavior, String behaviorClose, URI report) {
  /** Cases that ask what a peer does where RFC 6455 leaves it open; no answer is wrong. */
  private static final Set<String> WITHOUT_RIGHT_ANSWER = Set.of("7.1.6", "7.13.1", "7.13.2");

  /** Whether nothing is left to wish for. NON-STRICT is not good enough. */
  boolean passes() {
    return accepts(behavior) && accepts(behaviorClose);
  }

  /** The id as numbers, to sort by. */
  int[] numbers() {
    return Stream.of(id.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  private boolean accepts(String verdict) {
    return verdict.equals("OK")
        || (verdict.equals("INFORMATIONAL") && WITHOUT_RIGHT_ANSWER.contains(id));
  }
}
