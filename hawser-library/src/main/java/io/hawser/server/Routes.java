package io.hawser.server;

import io.hawser.handshake.PercentEncoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Targets by path template, as a tree of segments: a path is matched in time linear in its length
 * and in the number of templates. Not changed any more once it is in use, and safe from any thread
 * then.
 */
final class Routes<T> {
  /**
   * What a path has led to.
   *
   * @param variables by name, decoded
   */
  record Match<T>(T target, Map<String, String> variables) {}

  private record Leaf<T>(T target, List<String> variables) {}

  private static final class Node<T> {
    private final Map<String, Node<T>> literals = new HashMap<>();
    private @Nullable Node<T> variable;
    private @Nullable Leaf<T> leaf;
  }

  private final Node<T> root = new Node<>();

  /**
   * Adds a template.
   *
   * @throws IllegalArgumentException if it is none, or one like it is there
   */
  void add(String template, T target) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException(
          "path: " + template + "; must begin with a slash, as /chat/{room} does");
    }
    Node<T> node = root;
    var variables = new ArrayList<String>();
    for (String segment : segments(template)) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        variables.add(variable(template, segment.substring(1, segment.length() - 1)));
        node.variable = node.variable == null ? new Node<>() : node.variable;
        node = node.variable;
      } else {
        if (segment.chars().anyMatch(c -> "{}%?#".indexOf(c) >= 0)) {
          throw new IllegalArgumentException(
              "path: %s; must have text or one {name} between slashes".formatted(template));
        }
        node = node.literals.computeIfAbsent(segment, key -> new Node<>());
      }
    }
    if (new HashSet<>(variables).size() < variables.size()) {
      throw new IllegalArgumentException("path: " + template + "; must name each variable once");
    }
    if (node.leaf != null) {
      throw new IllegalArgumentException(
          "path: " + template + "; there is a route like it already");
    }
    node.leaf = new Leaf<>(target, List.copyOf(variables));
  }

  /**
   * Returns what the path leads to, or null. Text goes before variables, from the left.
   *
   * @param path encoded, as in a request
   */
  @Nullable Match<T> find(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    var decoded = new ArrayList<String>();
    try {
      for (String segment : segments(path)) {
        decoded.add(PercentEncoding.decode(segment));
      }
    } catch (IllegalArgumentException malformed) {
      return null;
    }
    var values = new ArrayList<String>();
    Leaf<T> leaf = find(root, decoded, 0, values);
    if (leaf == null) {
      return null;
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < values.size(); i++) {
      variables.put(leaf.variables().get(i), values.get(i));
    }
    return new Match<>(leaf.target(), variables);
  }

  // as deep as the longest template at most
  private @Nullable Leaf<T> find(Node<T> node, List<String> path, int at, List<String> values) {
    if (at == path.size()) {
      return node.leaf;
    }
    String segment = path.get(at);
    Node<T> literal = node.literals.get(segment);
    Leaf<T> found = literal == null ? null : find(literal, path, at + 1, values);
    if (found == null && node.variable != null && !segment.isEmpty()) {
      values.add(segment);
      found = find(node.variable, path, at + 1, values);
      if (found == null) {
        values.removeLast();
      }
    }
    return found;
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static String variable(String template, String name) {
    if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
      throw new IllegalArgumentException(
          "path: %s; must name its variables with letters and digits".formatted(template));
    }
    return name;
  }
}
