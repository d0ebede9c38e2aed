package io.hawser.conformance.interop;

/**
 * A line that a peer printed.
 *
 * @param check what was tried
 * @param detail what went wrong, or empty
 * @param ms how long it took
 */
record CheckResult(String check, boolean ok, String detail, long ms) {
  CheckResult {
    detail = detail == null ? "" : detail;
  }
}
