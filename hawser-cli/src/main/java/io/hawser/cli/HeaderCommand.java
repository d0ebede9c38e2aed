package io.hawser.cli;

import io.hawser.model.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Headers by a command of the user's, run anew for each attempt: each line of its output is one. A
 * command that fails makes a failed attempt. Its stderr is the user's to see.
 */
record HeaderCommand(String command) implements Callable<Headers> {
  @Override
  public Headers call() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of("sh", "-c", command))
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("--header-command: exit status " + status + "; expected 0");
      }
      return headers(output);
    } finally {
      process.destroy();
    }
  }

  private static Headers headers(String output) throws IOException {
    var headers = Headers.builder();
    for (String line : output.lines().filter(line -> !line.isBlank()).toList()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        // the line is not shown: it may be a secret
        throw new IOException("--header-command: a line without a colon; expected NAME: VALUE");
      }
      headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return headers.build();
  }
}
