package io.hawser.cli;

/** How a command tells what happens. */
enum EventFormat {
  TEXT,
  JSON
}
