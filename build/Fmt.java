import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Formats every Java source below a folder with google-java-format, or checks that it is formatted.
 *
 * <p>Run by the build as a source file on the toolchain's JDK: the formatter parses with the JDK's
 * own compiler, and Maven itself may run on a JDK too old for our sources.
 */
final class Fmt {
  private static final Set<String> SKIPPED = Set.of("target", "node_modules");

  public static void main(String... args) throws Exception {
    if (args.length != 2 || !Set.of("check", "apply").contains(args[0])) {
      System.err.println("fmt: " + String.join(" ", args) + "; expected check, apply or skip");
      System.exit(2);
    }
    var files = new ArrayList<String>();
    collect(Path.of(args[1]), files);
    if (files.isEmpty()) {
      System.err.println("fmt: no Java source below " + args[1]);
      System.exit(2);
    }
    if (args[0].equals("apply")) {
      System.exit(format("--replace", files));
    }
    // The names of the files that are not formatted go to stdout.
    int status = format("--dry-run", files);
    if (status != 0) {
      System.err.println(
          "Not formatted: the files above. Run: ./mvnw -N -Dfmt=apply process-sources");
    }
    System.exit(status);
  }

  private static int format(String mode, List<String> files) throws Exception {
    var arguments = new ArrayList<String>();
    arguments.add(mode);
    if (mode.equals("--dry-run")) {
      arguments.add("--set-exit-if-changed");
    }
    arguments.addAll(files);
    var out = new java.io.PrintWriter(System.out, true);
    var err = new java.io.PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    out.flush();
    err.flush();
    return status;
  }

  private static void collect(Path folder, List<String> files) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
          if (!name.startsWith(".") && !SKIPPED.contains(name) && !Files.isSymbolicLink(entry)) {
            collect(entry, files);
          }
        } else if (name.endsWith(".java")) {
          files.add(entry.toString());
        }
      }
    }
  }
}
