import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Fuzzes every {@code @FuzzTest} method of a module for a while, in a JVM of its own, as many at a
 * time as there are processors.
 *
 * <p>The tests proper only replay the checked-in inputs. This runs the same methods with inputs
 * that the fuzzer makes up; it finds them in the compiled test classes whose names end in {@code
 * FuzzTest}, starts from the checked-in inputs, and keeps what it learns in {@code target/fuzz}.
 *
 * <p>Arguments: the module's folder; for each method the most inputs (-1: no limit) and the most
 * seconds; the module's test class path.
 */
final class Fuzz {
  private static final String ANNOTATION = "com.code_intelligence.jazzer.junit.FuzzTest";

  private final Path module;
  private final int runs;
  private final int seconds;
  private final String classPath;

  private Fuzz(Path module, int runs, int seconds, String classPath) {
    this.module = module;
    this.runs = runs;
    this.seconds = seconds;
    this.classPath = classPath;
  }

  public static void main(String... args) throws Exception {
    var fuzz =
        new Fuzz(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
    var targets = fuzz.targets();
    int failed = 0;
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var passed = new ArrayList<Future<Boolean>>();
      for (var target : targets) {
        passed.add(threads.submit(() -> fuzz.run(target)));
      }
      for (var each : passed) {
        failed += each.get() ? 0 : 1;
      }
    }
    System.out.printf("Fuzzed %d methods: %d failed%n", targets.size(), failed);
    System.exit(failed == 0 ? 0 : 1);
  }

  private List<Method> targets() throws IOException, ClassNotFoundException {
    var root = module.resolve("target/test-classes");
    var targets = new ArrayList<Method>();
    if (!Files.isDirectory(root)) {
      return targets;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (var file :
          files.filter(f -> f.toString().endsWith("FuzzTest.class")).sorted().toList()) {
        var name = root.relativize(file).toString().replace(File.separatorChar, '.');
        var type =
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                ClassLoader.getSystemClassLoader());
        Stream.of(type.getDeclaredMethods())
            .filter(Fuzz::isTarget)
            .sorted(Comparator.comparing(Method::getName))
            .forEach(targets::add);
      }
    }
    return targets;
  }

  private static boolean isTarget(Method method) {
    return Stream.of(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getName().equals(ANNOTATION));
  }

  private boolean run(Method target) throws IOException, InterruptedException {
    var type = target.getDeclaringClass();
    var name = type.getSimpleName() + "." + target.getName();
    var work = module.resolve("target/fuzz").resolve(name);
    var corpus = Files.createDirectories(work.resolve("corpus"));
    var log = work.resolve("log");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseSerialGC",
            // the better compiler would not be done before a short run is
            "-XX:TieredStopAtLevel=" + (runs < 0 ? 4 : 1),
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath,
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + type.getName(),
            "--target_method=" + target.getName(),
            "--instrumentation_includes=io.hawser.**",
            corpus.toString(),
            "-runs=" + runs,
            "-max_total_time=" + seconds);
    var process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = process.waitFor();
    var lines = Files.readAllLines(log);
    // A run that executed nothing must not pass for one that found nothing.
    var done = lines.stream().filter(line -> line.startsWith("Done ")).findFirst();
    if (status == 0 && done.isPresent()) {
      System.out.println(name + ": " + done.get());
      return true;
    }
    lines.forEach(System.err::println);
    System.err.println(name + ": failed, status " + status + "; inputs and log in " + work);
    System.err.println(
        "Add the crashing input to src/test/resources/%s/%sInputs/%s/, and it is replayed for ever."
            .formatted(
                type.getPackageName().replace('.', '/'), type.getSimpleName(), target.getName()));
    return false;
  }
}
