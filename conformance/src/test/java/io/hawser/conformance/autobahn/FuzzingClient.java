package io.hawser.conformance.autobahn;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Autobahn's fuzzing client in a JVM of its own: the Python of the Maven plugin's jar, run by
 * Jython. Made fast by {@code src/test/autobahn/wsaccel}, which the suite looks for.
 */
final class FuzzingClient implements AutoCloseable {
  private static final String AGENT = "Hawser";
  private static final Path SUITE = Path.of("target/autobahn").toAbsolutePath();
  private static final Path RESULTS = Path.of("target/autobahn-results").toAbsolutePath();
  private static final Path ACCELERATION = Path.of("src/test/autobahn").toAbsolutePath();
  private static final Path JYTHON = Path.of("target/tools/jython.jar").toAbsolutePath();

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final Path index;
  private final Process process;

  private FuzzingClient(String name, String url, List<String> cases) throws IOException {
    folder = Files.createDirectories(RESULTS.resolve(name));
    index = folder.resolve("reports/index.json");
    Files.deleteIfExists(index); // an earlier run's
    var spec =
        Map.of(
            // Without it the suite wants a TCP connection dropped where RFC 6455 wants a Close.
            "options", Map.of("failByDrop", false),
            "outdir", "./reports",
            "servers", List.of(Map.of("agent", AGENT, "url", url)),
            "cases", cases,
            "exclude-cases", List.of(),
            "exclude-agent-cases", Map.of());
    json.writeValue(folder.resolve("spec.json").toFile(), spec);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // the better compiler is not done before the suite is
                "-Xlog:disable",
                "-cp",
                JYTHON.toString(),
                "-Dpython.path=" + ACCELERATION + File.pathSeparator + SUITE,
                "-Dpython.cachedir.skip=true",
                "org.python.util.jython",
                "-m",
                "autobahntestsuite.wstest",
                "-m",
                "fuzzingclient",
                "-s",
                "spec.json")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
  }

  /** Starts to run the cases, such as {@code 1.*}, against a server. */
  static FuzzingClient start(String name, String url, String... cases) throws IOException {
    return new FuzzingClient(name, url, List.of(cases));
  }

  /**
   * Waits for the results, in the order of the report.
   *
   * @throws AssertionError if the suite ends without, or has none in time
   */
  List<CaseResult> awaitResults(Duration deadline) throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (System.nanoTime() < end) {
      boolean ended = process.waitFor(200, TimeUnit.MILLISECONDS);
      // The suite writes this file last; its JVM may well live on afterwards.
      Optional<JsonNode> results = readIndex();
      if (results.isPresent()) {
        return results(results.get().path(AGENT));
      }
      if (ended) {
        throw new AssertionError("the suite ended without results:\n" + lastOutput());
      }
    }
    throw new AssertionError("the suite has no results after " + deadline + ":\n" + lastOutput());
  }

  /** The report, once it is complete. */
  private Optional<JsonNode> readIndex() throws IOException {
    if (!Files.exists(index)) {
      return Optional.empty();
    }
    try {
      JsonNode tree = json.readTree(Files.readString(index));
      return tree.isEmpty() ? Optional.empty() : Optional.of(tree);
    } catch (JacksonException e) {
      return Optional.empty(); // still being written
    }
  }

  private List<CaseResult> results(JsonNode byId) {
    var results = new ArrayList<CaseResult>();
    byId.properties()
        .forEach(
            entry ->
                results.add(
                    new CaseResult(
                        entry.getKey(),
                        entry.getValue().path("behavior").asString(),
                        entry.getValue().path("behaviorClose").asString(),
                        index
                            .resolveSibling(entry.getValue().path("reportfile").asString())
                            .toUri())));
    return results;
  }

  private String lastOutput() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("output.txt"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
