package io.hawser.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What the programs that start servers have in common: how they are called, and how they end. */
public final class Program {
  private Program() {}

  /** What one does. */
  public interface Body {
    /**
     * Does it.
     *
     * @param base the folder of this module
     */
    void run(Path base, List<String> options) throws IOException, InterruptedException;
  }

  /**
   * Runs it, and ends this JVM: with status 1 after a failure, 2 after a bad option.
   *
   * @param args the folder of this module; options, with spaces between them
   */
  public static void run(String[] args, String help, Body body) {
    System.exit(status(args, help, body));
  }

  /**
   * Returns what follows an option.
   *
   * @throws IllegalArgumentException if nothing does
   */
  public static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " lacks its value; see --help");
    }
    return rest.next();
  }

  private static int status(String[] args, String help, Body body) {
    List<String> options =
        Stream.of(args)
            .skip(1)
            .flatMap(arg -> Stream.of(arg.split(" ", -1)))
            .filter(option -> !option.isEmpty())
            .toList();
    if (options.contains("--help")) {
      System.out.println(help);
      return 0;
    }
    try {
      body.run(Path.of(args[0]), options);
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException | IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }
}
