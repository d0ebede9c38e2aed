package io.hawser.cli;

/** Whether something is done that is done by default. */
enum OnOrOff {
  ON,
  OFF
}
