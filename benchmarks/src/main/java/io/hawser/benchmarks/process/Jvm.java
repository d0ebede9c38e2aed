package io.hawser.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JVM that runs this, for servers to run on the same. */
public final class Jvm {
  /** Netty as fast as it gets, and what the loop carrier needs; the same for all servers. */
  private static final List<String> OPTIONS =
      List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");

  /** Came with JDK 23. Ignoring what a JVM does not know would hide what it was asked for. */
  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private Jvm() {}

  /**
   * Returns a command that runs {@code main} with this JVM and this class path; arguments can be
   * added.
   */
  static List<String> command(List<String> heap, Class<?> main) {
    var command = new ArrayList<String>();
    command.add(tool("java"));
    command.addAll(OPTIONS);
    if (Runtime.version().feature() >= 23) {
      command.add(UNSAFE);
    }
    command.addAll(heap);
    command.addAll(List.of("-cp", property("java.class.path"), main.getName()));
    return command;
  }

  /** Where a program of this JDK is. */
  public static String tool(String name) {
    return Path.of(property("java.home"), "bin", name).toString();
  }

  /** The version of a library, by the name of its jar on the class path. */
  static Optional<String> versionOf(String artifact) {
    String path = property("java.class.path");
    Matcher jar =
        Pattern.compile("/" + Pattern.quote(artifact) + "-([0-9][^/:]*)\\.jar").matcher(path);
    return jar.find() ? Optional.of(path.substring(jar.start(1), jar.end(1))) : Optional.empty();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("no " + name);
    }
    return value;
  }
}
