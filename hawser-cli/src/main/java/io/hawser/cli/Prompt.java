package io.hawser.cli;

import java.io.IOException;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/** A line that a person edits at a terminal, and what is printed above it meanwhile. */
final class Prompt implements LineSource, AutoCloseable {
  private final Terminal terminal;
  private final LineReader reader;

  private Prompt(Terminal terminal) {
    this.terminal = terminal;
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
  }

  /** Takes over the terminal of this process. */
  static Prompt open() throws IOException {
    // signals are ours, also in the middle of a line
    return new Prompt(
        TerminalBuilder.builder()
            .name("hawser")
            .system(true)
            .dumb(true)
            .nativeSignals(false)
            .build());
  }

  /** Returns the prompt of a given terminal. */
  static Prompt on(Terminal terminal) {
    return new Prompt(terminal);
  }

  @Override
  public @Nullable String next() {
    try {
      return reader.readLine("> ");
    } catch (EndOfFileException | UserInterruptException e) {
      return null;
    }
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

  /** Gives the terminal back as it was. */
  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
