package io.hawser.benchmarks.handshake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * How much processor time servers spend on a connection that opens, and on one they refuse: the
 * median of several rounds, in which servers take turns, as a table in Markdown. What a connection
 * that Hawser opens costs it is 1.
 */
public final class HandshakeCost {
  private static final int ROUNDS = 7;
  private static final int WARM_UP = 4000;
  private static final int KNOCKS = 1000;

  /** Servers close what they have refused at once or after a while; all should be over. */
  private static final int PAUSE_MILLIS = 300;

  private HandshakeCost() {}

  /** Measures all servers; or, with the name of one, is that server. */
  public static void main(String... args) throws Exception {
    if (args.length == 1) {
      Server server = Server.valueOf(args[0]);
      System.out.println(server.start() + " " + server.startWithGuard());
      new Semaphore(0).acquireUninterruptibly(); // until it is ended
    }
    var servers = new ArrayList<ServerProcess>();
    try {
      for (Server server : Server.values()) {
        servers.add(ServerProcess.start(server));
      }
      print(measured(servers));
    } finally {
      servers.forEach(ServerProcess::close);
    }
  }

  /**
   * What a knock costs.
   *
   * @param micros of processor time, by server, Hawser the first; NaN where one was not answered as
   *     it should be
   */
  private record Row(Knock knock, List<Double> micros) {}

  private static List<Row> measured(List<ServerProcess> servers) throws Exception {
    var rows = new ArrayList<Row>();
    for (Knock knock : Knock.values()) {
      double[][] rounds = new double[servers.size()][ROUNDS];
      for (ServerProcess server : servers) {
        cost(knock, server, WARM_UP);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < servers.size(); i++) {
          rounds[i][round] = cost(knock, servers.get(i), KNOCKS);
        }
      }
      rows.add(new Row(knock, Arrays.stream(rounds).map(HandshakeCost::median).toList()));
    }
    return rows;
  }

  private static double cost(Knock knock, ServerProcess server, int knocks)
      throws IOException, InterruptedException {
    int port = server.port(knock);
    if (port == 0) {
      return Double.NaN;
    }
    long before = server.cpuNanos();
    for (int i = 0; i < knocks; i++) {
      if (!knock.at(port)) {
        return Double.NaN;
      }
    }
    Thread.sleep(PAUSE_MILLIS);
    return (server.cpuNanos() - before) / 1e3 / knocks;
  }

  private static Double median(double[] costs) {
    double[] sorted = costs.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(List<Row> rows) {
    String names =
        Arrays.stream(Server.values())
            .map(server -> " " + server.name().toLowerCase(Locale.ROOT) + " |")
            .collect(Collectors.joining());
    System.out.println("| what comes |" + names);
    System.out.println("|---|" + "--:|".repeat(Server.values().length));
    double unit = rows.getFirst().micros().getFirst();
    for (Row row : rows) {
      System.out.println(
          "| "
              + row.knock().title()
              + " |"
              + row.micros().stream()
                  .map(micros -> cell(micros / unit))
                  .collect(Collectors.joining()));
    }
  }

  private static String cell(double ratio) {
    return Double.isNaN(ratio) ? " - |" : String.format(Locale.ROOT, " %.2f |", ratio);
  }
}
