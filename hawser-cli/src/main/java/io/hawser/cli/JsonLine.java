package io.hawser.cli;

import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * One event as a JSON object on one line, in visible ASCII: harmless in any terminal and locale.
 */
final class JsonLine {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .highestNonEscapedChar(VisibleAscii.DEL)
          .characterEscapes(new VisibleAscii())
          .build();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text);

  private JsonLine() {}

  /** Returns an object with the event's name as its first field. */
  static JsonLine event(String name) {
    var line = new JsonLine();
    line.json.writeStartObject();
    return line.with("event", name);
  }

  JsonLine with(String name, @Nullable String value) {
    json.writeStringProperty(name, value);
    return this;
  }

  JsonLine with(String name, @Nullable Integer value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
    return this;
  }

  JsonLine with(String name, long value) {
    json.writeNumberProperty(name, value);
    return this;
  }

  JsonLine with(String name, double value) {
    json.writeNumberProperty(name, value);
    return this;
  }

  JsonLine with(String name, Map<String, Long> values) {
    json.writeObjectPropertyStart(name);
    values.forEach(json::writeNumberProperty);
    json.writeEndObject();
    return this;
  }

  JsonLine with(String name, boolean value) {
    json.writeBooleanProperty(name, value);
    return this;
  }

  /** Adds bytes, as base64. */
  JsonLine with(String name, byte[] value) {
    json.writeBinaryProperty(name, value);
    return this;
  }

  /** Returns the line, without its end; the object is complete then. */
  @Override
  public String toString() {
    if (!json.isClosed()) {
      json.writeEndObject();
      json.close();
    }
    return text.toString();
  }

  /** JSON's own escapes, and one for the only control character of ASCII that it lets pass. */
  private static final class VisibleAscii extends CharacterEscapes {
    static final char DEL = '\u007f';

    private static final long serialVersionUID = 1L;

    private final int[] escapes = standardAsciiEscapesForJSON();

    VisibleAscii() {
      escapes[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null; // the standard one
    }
  }
}
