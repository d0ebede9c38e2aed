package io.hawser.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of an HTTP message, in order, names compared without case (RFC 9110, 5). Which
 * of them are sensitive makes no difference to whether two are equal.
 *
 * <p>Immutable. Names and values are checked when added, so that no header of ours can carry a line
 * break into the wire.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0], Set.of());

  private static final Set<String> SENSITIVE =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  // name, value, name, value, ...
  private final String[] fields;
  // in lower case; beside those that always are
  private final Set<String> sensitive;

  private Headers(String[] fields, Set<String> sensitive) {
    this.fields = fields;
    this.sensitive = sensitive;
  }

  /** Returns no headers at all. */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * Returns headers of names and values in turn.
   *
   * @throws IllegalArgumentException if one cannot stand in an HTTP message
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "headers: " + namesAndValues.length + " strings; must be names and values in turn");
    }
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** Returns a builder without headers. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that has these headers already. */
  public Builder toBuilder() {
    var builder = new Builder();
    return builder.addAll(this);
  }

  /** Number of fields; a repeated name counts each time. */
  public int size() {
    return fields.length / 2;
  }

  /** Returns the value of the first field with this name. */
  public Optional<String> first(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return Optional.of(fields[i + 1]);
      }
    }
    return Optional.empty();
  }

  /** Returns the values of all fields with this name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        values.add(fields[i + 1]);
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** Whether there is a field with this name. */
  public boolean contains(String name) {
    return first(name).isPresent();
  }

  /**
   * Whether fields of this name hold secrets: {@code Authorization}, {@code Proxy-Authorization},
   * {@code Cookie}, {@code Set-Cookie}, and those that were added as such. Their values never
   * appear in {@link #toString()}.
   */
  public boolean isSensitive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SENSITIVE.contains(lower) || sensitive.contains(lower);
  }

  /** Calls {@code action} with each name and value, in order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < fields.length; i += 2) {
      action.accept(fields[i], fields[i + 1]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && Arrays.equals(fields, headers.fields);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fields);
  }

  /** The names and values, those that hold credentials masked. */
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach(
        (name, value) ->
            text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append(": ")
                .append(isSensitive(name) ? "***" : value));
    return text.append('}').toString();
  }

  /** Whether {@code name} is a token (RFC 9110, 5.6.2), as a field name must be. */
  public static boolean isName(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isTokenChar(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code value} may stand behind a field's colon (RFC 9110, 5.5): no controls but tab.
   */
  public static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7F || c > 0xFF) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code c} may stand in a token (RFC 9110, 5.6.2). */
  public static boolean isTokenChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /** Collects headers. Not safe for several threads at once. */
  public static final class Builder {
    private final List<String> fields = new ArrayList<>();
    private final Set<String> sensitive = new HashSet<>();

    private Builder() {}

    /**
     * Adds a field behind those already there.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value has a control
     *     character or one beyond Latin-1
     */
    public Builder add(String name, String value) {
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "header name: " + quote(name) + "; must be a token of RFC 9110");
      }
      if (!isValue(value)) {
        throw new IllegalArgumentException(
            "value of header " + name + " has a control character or one beyond Latin-1");
      }
      String known = CommonStrings.sharedName(name);
      fields.add(known);
      fields.add(CommonStrings.sharedValue(known, value.strip()));
      return this;
    }

    /**
     * Adds a field that holds a secret; all fields of its name count as such from now on.
     *
     * @throws IllegalArgumentException as {@link #add} does
     */
    public Builder addSensitive(String name, String value) {
      add(name, value);
      sensitive.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /** Removes all fields of this name, then adds one. */
    public Builder set(String name, String value) {
      remove(name);
      return add(name, value);
    }

    /** Adds all of {@code headers}. */
    public Builder addAll(Headers headers) {
      Collections.addAll(fields, headers.fields);
      sensitive.addAll(headers.sensitive);
      return this;
    }

    /** Removes all fields of this name. */
    public Builder remove(String name) {
      for (int i = fields.size() - 2; i >= 0; i -= 2) {
        if (fields.get(i).equalsIgnoreCase(name)) {
          fields.remove(i + 1);
          fields.remove(i);
        }
      }
      return this;
    }

    /** Returns the headers. */
    public Headers build() {
      return new Headers(fields.toArray(String[]::new), Set.copyOf(sensitive));
    }

    private static String quote(String name) {
      var quoted = new StringBuilder("\"");
      name.chars().limit(64).forEach(c -> quoted.append(c >= 0x20 && c < 0x7F ? (char) c : '.'));
      return quoted.append('"').toString();
    }
  }
}
