package io.hawser.tests;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Hawser as modules, under a program that is none. */
@Timeout(120)
class ModulePathTest {
  private static final String NATIVE = "io.netty.transport.epoll.linux.";

  /** Whether it is of the library, or of what that needs. */
  private static boolean isOurs(String path) {
    return path.matches(
        ".*(hawser-library|hawser-protocol|netty|caffeine|bucket4j|slf4j-api|jspecify).*");
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static Stream<String> modules(String path) {
    return ModuleFinder.of(Path.of(path)).findAll().stream().map(it -> it.descriptor().name());
  }

  private static List<String> command(String... options) {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    var all = new ArrayList<String>(List.of(options));
    all.add(
        "--module-path="
            + classPath().filter(ModulePathTest::isOurs).collect(joining(File.pathSeparator)));
    all.add("--add-modules=io.hawser," + NATIVE + arch);
    List<String> command = StarvedServer.command(all.toArray(String[]::new));
    int path = command.indexOf("-cp") + 1;
    command.set(
        path, classPath().filter(not(ModulePathTest::isOurs)).collect(joining(File.pathSeparator)));
    return command;
  }

  @Test
  void noTwoJarsAreOneModule() {
    var byName =
        classPath()
            .filter(ModulePathTest::isOurs)
            .flatMap(path -> modules(path).map(name -> List.of(name, path)))
            .collect(groupingBy(List::getFirst));
    assertThat(byName).containsKeys("io.hawser", "io.hawser.protocol");
    assertThat(byName.values()).allMatch(jars -> jars.size() == 1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theLibraryHasItsSocketsAndCarriersThere() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    try (var run =
        StarvedRun.start(command("--add-opens=java.base/java.lang=io.hawser"), "LOOP", "JDK")) {
      run.assertEachEchoes();
      assertThat(run.end()).noneMatch(line -> line.contains("WARN ") || line.contains("NIO"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsMissingForCarriersNamesTheModule() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    try (var run = StarvedRun.start(command(), "LOOP")) {
      run.assertEachEchoes();
      assertThat(run.end())
          .filteredOn(line -> line.startsWith("WARN "))
          .singleElement()
          .asString()
          .endsWith("needs the JVM option --add-opens java.base/java.lang=io.hawser");
    }
  }
}
