package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that want their handlers on event loops, in a JVM that does not allow it. */
@Timeout(120)
class NoLoopCarrierTest {
  @Test
  void areServedByTheSchedulerOfTheJdkWhichIsSaidOnce() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    try (var run = StarvedRun.start(StarvedServer.command(), "LOOP", "LOOP")) {
      run.assertEachEchoes();
      assertThat(run.end())
          .filteredOn(line -> line.startsWith("WARN "))
          .singleElement()
          .asString()
          .startsWith("WARN  io.hawser.server ")
          .contains("run on the JDK's scheduler")
          .endsWith("needs the JVM option --add-opens java.base/java.lang=ALL-UNNAMED");
    }
  }

  @Test
  void thoseWhoDoNotWantItAreNotWarned() throws Exception {
    try (var run = StarvedRun.start(StarvedServer.command(), "JDK")) {
      run.assertEachEchoes();
      assertThat(run.end()).noneMatch(line -> line.startsWith("WARN "));
    }
  }

  @Test
  void thoseWhoGetItAreNotWarned() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "needs JDK 24");
    String opens = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    try (var run = StarvedRun.start(StarvedServer.command(opens), "LOOP")) {
      run.assertEachEchoes();
      assertThat(run.end()).noneMatch(line -> line.startsWith("WARN "));
    }
  }
}
