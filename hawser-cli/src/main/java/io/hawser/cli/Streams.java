package io.hawser.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the command reads from and writes to.
 *
 * @param out only what the command is for; flushed by whoever writes
 * @param err messages for people
 * @param interactive whether a person sits at both ends: {@code in} and {@code out} are a terminal
 */
record Streams(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
  /** Returns the process's own streams; UTF-8 whatever the locale, since messages are UTF-8. */
  @SuppressWarnings("SystemConsoleNull") // not with the provider that is chosen here
  static Streams ofProcess() {
    // from 22 to 24 there would else be a console even where nobody sits at one
    System.setProperty("jdk.console", "java.base");
    return new Streams(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** Returns the same with another stream of messages for people. */
  Streams withErr(PrintStream other) {
    return new Streams(in, out, other, interactive);
  }

  /** Tells people what went wrong, in one line. */
  void complain(String what) {
    err.println("hawser: " + Escapes.oneLine(what));
    err.flush();
  }
}
