package io.hawser.conformance.scan;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A scanner that is let loose on a port of this machine; each stops by itself. */
enum Scan {
  NOBODY(false, "sleep 10"),
  NMAP(false, "nmap -Pn -sV --version-all -p PORT 127.0.0.1"),
  NMAP_OF_TLS(true, "nmap -Pn -sV --version-all -p PORT 127.0.0.1"),
  SSLSCAN_OF_TLS(true, "sslscan --no-colour 127.0.0.1:PORT"),
  SSLSCAN(false, "sslscan --no-colour 127.0.0.1:PORT"),
  SLOW_HEADERS(
      false, "slowhttptest -H -c 4000 -r 1000 -i 2 -l 20 -p 3 -t GET -u http://127.0.0.1:PORT/"),
  SLOW_BODIES(
      false, "slowhttptest -B -c 1000 -r 500 -i 2 -l 15 -p 3 -s 8192 -u http://127.0.0.1:PORT/"),
  REQUESTS(false, "wrk -t 1 -c 50 -d 10s http://127.0.0.1:PORT/"),
  JUNK(false, "wrk -t 1 -c 50 -d 10s -H Upgrade:websocket -H Connection:@ http://127.0.0.1:PORT/");

  private static final int MOST_MINUTES = 3;

  private final boolean tls;
  private final String command;

  Scan(boolean tls, String command) {
    this.tls = tls;
    this.command = command;
  }

  /** Whether it is for the port that speaks TLS. */
  boolean isTls() {
    return tls;
  }

  /** Runs it to its end; returns whether it is there and has ended in time. */
  boolean run(int port) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command.replace("PORT", Integer.toString(port)).split(" "))
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
