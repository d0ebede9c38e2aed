package io.hawser.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/**
 * A line that a person edits at a terminal, and what is printed above it meanwhile: also what goes
 * to {@code System.err}, such as logs, if that is the same terminal.
 */
final class Prompt implements LineSource, AutoCloseable {
  private final Terminal terminal;
  private final LineReader reader;
  private final PrintStream outside;
  private final PrintStream err;

  /**
   * Takes over a terminal.
   *
   * @param err whether stderr is this terminal, too
   */
  private Prompt(Terminal terminal, boolean err) {
    this.terminal = terminal;
    this.outside = System.err;
    this.err = err ? new PrintStream(new LinesOut(this::print), true, UTF_8) : outside;
    var parser = new DefaultParser();
    // what is typed is what is sent
    parser.setEscapeChars(null);
    parser.setQuoteChars(null);
    this.reader =
        LineReaderBuilder.builder()
            .appName("hawser")
            .terminal(terminal)
            .parser(parser)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // each pasted line is a message, like each typed one
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .build();
    System.setErr(this.err);
  }

  /** Takes over the terminal of this process. */
  static Prompt open() throws IOException {
    // signals are ours, also in the middle of a line
    Terminal terminal =
        TerminalBuilder.builder()
            .name("hawser")
            .system(true)
            .dumb(true)
            .nativeSignals(false)
            .build();
    return new Prompt(
        terminal,
        terminal instanceof TerminalExt system
            && system.getProvider() != null
            && system.getProvider().isSystemStream(SystemStream.Error));
  }

  /** Returns the prompt of a given terminal. */
  static Prompt on(Terminal terminal) {
    return new Prompt(terminal, false);
  }

  @Override
  public @Nullable String next() {
    try {
      return reader.readLine("> ");
    } catch (EndOfFileException | UserInterruptException e) {
      return null;
    }
  }

  @Override
  public boolean areTyped() {
    return true;
  }

  /** What takes the place of stderr meanwhile. */
  PrintStream err() {
    return err;
  }

  /** Prints a line above the one that is being edited. Safe from any thread. */
  void print(String line) {
    reader.printAbove(line);
  }

  /** Shows a line below the one that is being edited, in the place of the one before. */
  void status(String line) {
    Status status = Status.getStatus(terminal);
    if (status != null) {
      status.update(line.isEmpty() ? List.of() : List.of(new AttributedString(line)));
    }
  }

  /** Gives the terminal back as it was, with the cursor at the start of a line. */
  @Override
  public void close() throws IOException {
    System.setErr(outside);
    if (reader.isReading()) {
      terminal.puts(InfoCmp.Capability.keypad_local);
      terminal.writer().println();
      terminal.flush();
    }
    terminal.close();
  }
}
