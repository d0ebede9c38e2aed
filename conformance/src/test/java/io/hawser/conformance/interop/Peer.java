package io.hawser.conformance.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another stack's program in {@code src/test/peers}, and what it takes to run it. */
enum Peer {
  WS_CLIENT("ws", "ws-client.mjs"),
  UNDICI_CLIENT("undici", "undici-client.mjs"),
  CHROMIUM_CLIENT("playwright-core", "chromium-client.mjs"),
  WEBSOCKETS_CLIENT("websockets", "websockets_client.py"),
  AIOHTTP_CLIENT("aiohttp", "aiohttp_client.py"),
  WS_SERVER("ws", "ws-server.mjs"),
  WEBSOCKETS_SERVER("websockets", "websockets_server.py");

  private static final Path FOLDER = Path.of("src/test/peers").toAbsolutePath();

  private final String library;
  private final String script;

  Peer(String library, String script) {
    this.library = library;
    this.script = script;
  }

  /** Starts the program; its errors go to ours. */
  Process start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(interpreter());
    command.add(FOLDER.resolve(script).toString());
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * Skips the test where the peer is not installed; with {@code -Dhawser.ci=true}, fails it.
   *
   * @throws org.opentest4j.TestAbortedException if the peer is missing
   */
  void requireInstalled() throws IOException, InterruptedException {
    if (isInstalled()) {
      return;
    }
    String missing =
        interpreter().get(0) + " with " + library + " not installed: run .ci/install-peers";
    if (Boolean.getBoolean("hawser.ci")) {
      throw new AssertionError(missing);
    }
    assumeTrue(false, missing);
  }

  private boolean isInstalled() throws IOException, InterruptedException {
    if (isPython()) {
      return succeeds("-c", "import " + library);
    }
    boolean browser =
        this != CHROMIUM_CLIENT
            || Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
                .map(Path::of)
                .anyMatch(Files::exists);
    return browser && Files.exists(Path.of("node_modules", library)) && succeeds("--version");
  }

  private boolean succeeds(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(interpreter());
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private boolean isPython() {
    return script.endsWith(".py");
  }

  /** The system's Python, which has Debian's packages, rather than another on the path. */
  private List<String> interpreter() {
    return isPython() ? List.of("/usr/bin/python3", "-B") : List.of("node");
  }

  @Override
  public String toString() {
    return library;
  }
}
