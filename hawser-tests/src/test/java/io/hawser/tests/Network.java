package io.hawser.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace of Linux with two links to here, for processes whose packets a test loses.
 * Needs {@code ip} and the right to use it; without them the test is skipped.
 */
final class Network implements AutoCloseable {
  private final String name = "hawser" + ProcessHandle.current().pid();
  private final Path names = Path.of("/etc/netns", name, "resolv.conf");
  private final Link one = new Link(name + "a", name + "b", "198.51.100.1", "198.51.100.2");
  private final Link other = new Link(name + "c", name + "d", "198.51.100.9", "198.51.100.10");

  private Network() {}

  /** Two devices and their addresses, of those for documentation only (RFC 5737). */
  private record Link(String here, String there, String addressHere, String addressThere) {}

  static Network create() throws Exception {
    var network = new Network();
    String refused;
    try {
      refused = network.run("ip", "netns", "add", network.name);
    } catch (IOException e) {
      refused = e.getMessage();
    }
    Assumptions.assumeTrue(
        refused == null, "needs iproute2 and the right to make network namespaces: " + refused);
    try {
      network.add(network.one);
      network.add(network.other);
      network.ipThere("link set lo up");
      return network;
    } catch (Throwable failure) {
      network.close();
      throw failure;
    }
  }

  private void add(Link link) throws Exception {
    ip("link add " + link.here() + " type veth peer name " + link.there());
    ip("link set " + link.there() + " netns " + name);
    ip("addr add " + link.addressHere() + "/29 dev " + link.here());
    ip("link set " + link.here() + " up");
    ipThere("addr add " + link.addressThere() + "/29 dev " + link.there());
    ipThere("link set " + link.there() + " up");
  }

  /** Our address on the first link. */
  String one() {
    return one.addressHere();
  }

  /** The address at the other end of the first link. */
  String oneThere() {
    return one.addressThere();
  }

  /** How a command begins that runs there. */
  List<String> inside() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Our address on the second link. */
  String other() {
    return other.addressHere();
  }

  /** Starts a program of the tests there. */
  Process java(Class<?> main, List<String> arguments) throws IOException {
    return program(main, arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A program of the tests there, to be started. */
  ProcessBuilder program(Class<?> main, List<String> arguments) {
    var command = new ArrayList<>(inside());
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Has names looked for by whoever listens at our address on the second link. */
  void askForNamesAtOther() throws IOException {
    Files.createDirectories(names.getParent());
    Files.writeString(names, "nameserver " + other() + "\noptions timeout:1 attempts:1\n");
  }

  /** Pulls the cable of the first link out; there it looks as if nobody answered. */
  void pullOne() throws Exception {
    ip("link set " + one.here() + " down");
  }

  /** Puts the cable of the first link in again. */
  void plugOne() throws Exception {
    ip("link set " + one.here() + " up");
  }

  /** Pulls the cable of the second link out. */
  void pullOther() throws Exception {
    ip("link set " + other.here() + " down");
  }

  /** Puts the cable of the second link in again. */
  void plugOther() throws Exception {
    ip("link set " + other.here() + " up");
  }

  /** What is sent from there by the first link vanishes; what is sent to there arrives. */
  void blackholeOne() throws Exception {
    ipThere("route add blackhole " + one());
  }

  /** No packet passes the second link any more, either way. */
  void cutOther() throws Exception {
    ipThere("link set " + other.there() + " down");
  }

  private void ipThere(String arguments) throws Exception {
    ip("-n " + name + " " + arguments);
  }

  private void ip(String arguments) throws Exception {
    String failure = run(("ip " + arguments).split(" "));
    if (failure != null) {
      throw new IOException("ip " + arguments + ": " + failure);
    }
  }

  /** Returns what it said if it failed, or null. */
  private @Nullable String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "takes too long";
    }
    return process.exitValue() == 0 ? null : said.strip();
  }

  @Override
  public void close() throws Exception {
    // a process that still runs there keeps it, but not the links
    run("ip", "link", "del", one.here());
    run("ip", "link", "del", other.here());
    run("ip", "netns", "del", name);
    Files.deleteIfExists(names);
    Files.deleteIfExists(names.getParent());
  }
}
