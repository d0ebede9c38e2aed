package io.hawser.handshake;

import io.hawser.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an HTTP message: its first line, its header lines, the empty line (RFC 9112,
 * 2.1). Byte by byte, so that it makes no difference how a head is cut into reads.
 *
 * <p>What cannot stand in any head, such as a bare LF, is refused as it comes; the grammar of a
 * line is judged at its end, so that a line that is too long and wrong is too long.
 */
final class HeadReader {
  /** Longest line, in bytes, with its line end. */
  static final int MAX_LINE_BYTES = 8192;

  static final int MAX_FIELDS = 128;

  /** All header lines together, in bytes, with their line ends. */
  static final int MAX_FIELDS_BYTES = 16 * 1024;

  private static final int INITIAL_LINE_BYTES = 256;

  /** What a byte has completed. */
  enum Step {
    NOTHING,
    FIRST_LINE,
    FIELD,
    HEAD
  }

  private final String firstLineName;
  private final Headers.Builder headers = Headers.builder();
  private byte[] line = {};
  private int lineLength;
  private int lineBytes;
  private boolean afterCr;
  private @Nullable String firstLine;
  private int fields;
  private int fieldsBytes;

  /**
   * Begins a head.
   *
   * @param firstLineName what to call the first line if it is too long
   */
  HeadReader(String firstLineName) {
    this.firstLineName = firstLineName;
  }

  /** Takes the next byte. */
  Step accept(byte b) throws HeadFault {
    lineBytes++;
    if (afterCr) {
      if (b != '\n') {
        throw HeadFault.malformed("CR without LF");
      }
      checkLimits();
      return endLine();
    }
    if (b == '\r') {
      afterCr = true;
      checkLimits();
      return Step.NOTHING;
    }
    append(b);
    checkLimits();
    if (b == '\n') {
      throw HeadFault.malformed("LF without CR");
    }
    if (b == 0) {
      throw HeadFault.malformed("NUL");
    }
    if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7F) {
      throw HeadFault.malformed("control character");
    }
    return Step.NOTHING;
  }

  /** The first line, without its end. */
  String firstLine() {
    return Objects.requireNonNull(firstLine, "first line is not complete");
  }

  /** The headers read so far. */
  Headers headers() {
    return headers.build();
  }

  private void append(byte b) {
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, Math.max(INITIAL_LINE_BYTES, 2 * lineLength));
    }
    line[lineLength++] = b;
  }

  private void checkLimits() throws HeadFault {
    if (firstLine == null) {
      if (lineBytes > MAX_LINE_BYTES) {
        throw HeadFault.tooLarge(414, firstLineName + " too long");
      }
    } else if (lineLength > 0) { // else it is the empty line, which belongs to no header
      if (fields == MAX_FIELDS) {
        throw HeadFault.tooLarge(431, "too many headers");
      }
      if (lineBytes > MAX_LINE_BYTES) {
        throw HeadFault.tooLarge(431, "header line too long");
      }
      if (fieldsBytes + lineBytes > MAX_FIELDS_BYTES) {
        throw HeadFault.tooLarge(431, "headers too long");
      }
    }
  }

  private Step endLine() throws HeadFault {
    var text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
    int bytes = lineBytes;
    lineLength = 0;
    lineBytes = 0;
    afterCr = false;
    if (firstLine == null) {
      firstLine = text;
      return Step.FIRST_LINE;
    }
    if (text.isEmpty()) {
      return Step.HEAD;
    }
    addField(text);
    fields++;
    fieldsBytes += bytes;
    return Step.FIELD;
  }

  // RFC 9112, 5: field-line = field-name ":" OWS field-value OWS
  private void addField(String text) throws HeadFault {
    char first = text.charAt(0);
    if (first == ' ' || first == '\t') {
      throw HeadFault.malformed("folded header line"); // 5.2, and 2.2 for the first one
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw HeadFault.malformed("header line without a colon");
    }
    if (colon == 0) {
      throw HeadFault.malformed("header without a name");
    }
    char last = text.charAt(colon - 1);
    if (last == ' ' || last == '\t') {
      throw HeadFault.malformed("space before the colon of a header"); // 5.1
    }
    var name = text.substring(0, colon);
    if (!Headers.isName(name)) {
      throw HeadFault.malformed("header name is not a token");
    }
    headers.add(name, text.substring(colon + 1));
  }
}
