package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the programs in C. */
public final class CProgram {
  private static final int COMPILE_SECONDS = 60;

  private CProgram() {}

  /** What is linked, if its header is there; the sources find that out for themselves. */
  public enum Library {
    OPENSSL("openssl/ssl.h", "libssl-dev", "-lssl -lcrypto"),
    ZLIB("zlib.h", "zlib1g-dev", "-lz");

    private final String header;
    private final String debianPackage;
    private final String link;

    Library(String header, String debianPackage, String link) {
      this.header = header;
      this.debianPackage = debianPackage;
      this.link = link;
    }

    /** Whether it can be linked. */
    public boolean isThere() throws InterruptedException {
      return Command.succeeds("gcc", "-E", "-include", header, "-x", "c", "/dev/null");
    }

    /** What to tell whoever lacks it. */
    public String wanted() {
      return "there is no %s; Debian has it in %s".formatted(header, debianPackage);
    }
  }

  /** What the generator needs for servers of a setup; null for nothing else. */
  public static @Nullable Library neededBy(Setup setup) {
    return switch (setup) {
      case PLAIN, LOOPS -> null;
      case TLS -> Library.OPENSSL;
      case DEFLATE -> Library.ZLIB;
    };
  }

  /** Compiles the echo without WebSocket; as {@link #wsload}. */
  public static Path rawEcho(Path base) throws IOException, InterruptedException {
    return compile(base, "echo_epoll", List.of("echo_epoll.c"));
  }

  /** Compiles the broadcast without WebSocket; as {@link #wsload}. */
  public static Path rawSends(Path base) throws IOException, InterruptedException {
    return compile(base, "broadcast_epoll", List.of("broadcast_epoll.c"));
  }

  /**
   * Compiles the generator, with what there is of {@link Library}.
   *
   * @param base the folder of this module
   * @return the program, in {@code target}
   * @throws IOException if there is no gcc, or it complains
   */
  public static Path wsload(Path base) throws IOException, InterruptedException {
    return compile(base, "wsload", List.of("wsload.c", "tls.c", "deflate.c"), Library.values());
  }

  private static Path compile(Path base, String name, List<String> sources, Library... libraries)
      throws IOException, InterruptedException {
    Files.createDirectories(base.resolve("target"));
    Path program = base.resolve("target").resolve(name);
    var command = new ArrayList<String>();
    Collections.addAll(command, "gcc", "-O3", "-march=native", "-Wall", "-Wextra", "-pthread");
    Collections.addAll(command, "-o", program.toString());
    sources.forEach(source -> command.add(base.resolve("src/main/c").resolve(source).toString()));
    for (Library library : libraries) {
      if (library.isThere()) {
        Collections.addAll(command, library.link.split(" ", -1));
      }
    }
    Command.output(command, COMPILE_SECONDS);
    return program;
  }
}
