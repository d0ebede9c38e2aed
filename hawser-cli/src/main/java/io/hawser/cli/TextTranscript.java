package io.hawser.cli;

import io.hawser.WebSocket;
import io.hawser.error.HandshakeException;
import io.hawser.model.Closure;
import io.hawser.model.Message;
import java.io.PrintStream;
import java.util.HexFormat;

/** Messages and nothing else, one to a line, for a file or a pipe. */
final class TextTranscript implements Transcript {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final int MOST_BYTES_SHOWN = 32;

  private final PrintStream out;

  TextTranscript(PrintStream out) {
    this.out = out;
  }

  @Override
  public void opened(WebSocket ws) {}

  @Override
  public boolean message(Message message) {
    out.println(line(message));
    return !out.checkError();
  }

  @Override
  public void closed(Closure closure) {}

  @Override
  public void failed(HandshakeException failure) {}

  /** Returns a message as a line for people: text escaped, of binary the size and the start. */
  static String line(Message message) {
    return switch (message) {
      case Message.Text text -> Escapes.escape(text.text());
      case Message.Binary binary -> binary(binary.bytes());
    };
  }

  private static String binary(byte[] bytes) {
    int shown = Math.min(bytes.length, MOST_BYTES_SHOWN);
    return "binary: %d bytes%s%s%s"
        .formatted(
            bytes.length,
            shown > 0 ? ": " : "",
            HEX.formatHex(bytes, 0, shown),
            shown < bytes.length ? " ..." : "");
  }
}
