package io.hawser.conformance.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A scanner that is let loose on a port of this machine; each stops by itself. */
enum Scan {
  NOBODY(false, "sleep", "10"),
  NMAP(false, "nmap", "-Pn", "-sV", "--version-all", "-p", "PORT", "127.0.0.1"),
  NMAP_TLS(true, "nmap", "-Pn", "-sV", "--version-all", "-p", "PORT", "127.0.0.1"),
  SSLSCAN(true, "sslscan", "--no-colour", "127.0.0.1:PORT"),
  SSLSCAN_OF_A_PLAIN_PORT(false, "sslscan", "--no-colour", "127.0.0.1:PORT"),
  SLOW_HEADERS(
      false,
      "slowhttptest",
      ("-H -c 4000 -r 1000 -i 2 -l 20 -p 3 -t GET -u http://127.0.0.1:PORT/").split(" ")),
  SLOW_BODIES(
      false,
      "slowhttptest",
      ("-B -c 1000 -r 500 -i 2 -l 15 -p 3 -s 8192 -u http://127.0.0.1:PORT/").split(" ")),
  REQUESTS(false, "wrk", "-t", "1", "-c", "50", "-d", "10s", "http://127.0.0.1:PORT/"),
  JUNK(
      false,
      "wrk",
      ("-t 1 -c 50 -d 10s -H Upgrade:websocket -H Connection:@ http://127.0.0.1:PORT/").split(" "));

  private static final int MOST_MINUTES = 3;

  private final boolean tls;
  private final String tool;
  private final List<String> arguments;

  Scan(boolean tls, String tool, String... arguments) {
    this.tls = tls;
    this.tool = tool;
    this.arguments = List.of(arguments);
  }

  /** Whether it is for the port that speaks TLS. */
  boolean isTls() {
    return tls;
  }

  /** Runs it to its end; returns whether it is there and has ended in time. */
  boolean run(int port) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(tool);
    arguments.forEach(a -> command.add(a.replace("PORT", Integer.toString(port))));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false; // not installed
    }
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    return ended;
  }
}
