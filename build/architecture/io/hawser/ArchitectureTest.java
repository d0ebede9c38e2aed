package io.hawser;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds every module's packages to one table: which package may import which.
 *
 * <p>This file is compiled into the tests of each module that names the build-helper plugin in its
 * POM, so that the table exists once.
 */
class ArchitectureTest {
  private static final String[] PURE = {
    "io.hawser.model",
    "io.hawser.error",
    "io.hawser.extension",
    "io.hawser.handshake",
    "io.hawser.protocol",
    "io.hawser.policy"
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hawser");

  /** Each package, and the packages of ours it may import besides itself. */
  private static Map<String, String[]> table() {
    var table = new LinkedHashMap<String, String[]>();
    table.put("io.hawser.model", packages());
    table.put("io.hawser.error", packages("model"));
    table.put("io.hawser.extension", packages("model", "error"));
    table.put("io.hawser.handshake", packages("model", "error", "extension"));
    table.put("io.hawser.protocol", packages("model", "error", "extension"));
    table.put("io.hawser.policy", packages("model", "error", "handshake"));
    table.put("io.hawser.lock", packages());
    table.put("io.hawser.queue", packages("lock"));
    table.put("io.hawser", packages("model", "error", "queue"));
    var observe = packages("", "model", "error", "extension", "handshake", "protocol");
    table.put("io.hawser.observe", observe);
    table.put(
        "io.hawser.event",
        with(
            observe, "io.hawser.observe", "io.hawser.policy", "io.hawser.lock", "io.hawser.queue"));
    table.put("io.hawser.guard", with(observe, "io.hawser.observe"));
    var connection =
        packages(
            "", "model", "error", "extension", "handshake", "protocol", "observe", "lock", "queue");
    table.put("io.hawser.connection", connection);
    var netty =
        packages(
            "",
            "model",
            "error",
            "extension",
            "handshake",
            "protocol",
            "policy",
            "observe",
            "event",
            "lock",
            "queue",
            "connection");
    table.put("io.hawser.netty", netty);
    table.put("io.hawser.client", with(netty, "io.hawser.netty"));
    table.put("io.hawser.server", with(with(netty, "io.hawser.netty"), "io.hawser.guard"));
    return table;
  }

  private static final String[] NAMES_NETTY = {"io.hawser.netty"};

  @Test
  void everyPackageIsInTheTable() {
    assertThat(CLASSES).hasSizeGreaterThan(0);
    assertThat(CLASSES).extracting(JavaClass::getPackageName).isSubsetOf(table().keySet());
  }

  @TestFactory
  Stream<DynamicTest> importsOnlyWhatTheTableAllows() {
    return table().entrySet().stream()
        .map(
            row ->
                dynamicTest(
                    row.getKey(),
                    () ->
                        classes()
                            .that()
                            .resideInAPackage(row.getKey())
                            .should()
                            .onlyDependOnClassesThat(
                                not(resideInAnyPackage("io.hawser.."))
                                    .or(resideInAnyPackage(with(row.getValue(), row.getKey()))))
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  @Test
  void coreHasNoDependency() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage("io.hawser..", "java..", "org.jspecify.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void coreHasNoThreadOrInputAndOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            belongToAnyOf(Thread.class, ThreadLocal.class)
                .or(
                    resideInAnyPackage(
                        "java.nio.channels..", "java.nio.file..", "java.util.logging.."))
                .or(
                    resideInAnyPackage("java.util.concurrent..")
                        .and(not(belongToAnyOf(TimeUnit.class)))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void coreReadsNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat(belongToAnyOf(Clock.class))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheEngineNamesNetty() {
    noClasses()
        .that()
        .resideInAPackage("io.hawser..")
        .and()
        .resideOutsideOfPackages(NAMES_NETTY)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String[] packages(String... names) {
    return Stream.of(names)
        .map(name -> name.isEmpty() ? "io.hawser" : "io.hawser." + name)
        .toArray(String[]::new);
  }

  private static String[] with(String[] packages, String... others) {
    return Stream.concat(Stream.of(packages), Stream.of(others)).toArray(String[]::new);
  }
}
