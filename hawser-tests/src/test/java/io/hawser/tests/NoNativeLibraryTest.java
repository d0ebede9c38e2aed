package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Servers where no native library can be loaded, as on systems that have none. */
@Timeout(120)
class NoNativeLibraryTest {
  @Test
  @DisabledOnOs(OS.WINDOWS) // where none is expected
  void areServedWithTheSocketsOfTheJdkWhichIsSaidOnce() throws Exception {
    try (var run =
        StarvedRun.start(
            StarvedServer.command("-Dio.netty.transport.noNative=true"), "JDK", "JDK")) {
      run.assertEachEchoes();
      assertThat(run.end())
          .filteredOn(line -> line.contains("NIO"))
          .singleElement()
          .asString()
          .matches(
              "INFO +io\\.hawser\\.transport (EPOLL|KQUEUE) is not available here, NIO is used:"
                  + " .+");
    }
  }
}
