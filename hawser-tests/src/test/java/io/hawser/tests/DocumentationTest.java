package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hawser.Queues;
import io.hawser.SendOptions;
import io.hawser.Timeouts;
import io.hawser.client.OfflineQueue;
import io.hawser.client.WebSocketClient;
import io.hawser.error.WebSocketException;
import io.hawser.extension.DeflateSettings;
import io.hawser.guard.Guard;
import io.hawser.handshake.FailureKind;
import io.hawser.handshake.Origins;
import io.hawser.policy.ExponentialBackoff;
import io.hawser.policy.LogPolicy;
import io.hawser.policy.Pace;
import io.hawser.policy.Redirects;
import io.hawser.protocol.Limits;
import io.hawser.server.WebSocketServer;
import io.hawser.testkit.ConnectionPair;
import io.hawser.testkit.Herd;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation says what is so: its examples compile, its links lead somewhere, its tables are
 * complete, the command has the options it is called with.
 *
 * <p>A block of Java is a compilation unit if it has imports, else statements or members. A comment
 * {@code <!-- given: WebSocket ws -->} on a line before the block declares what the text has
 * introduced already.
 */
class DocumentationTest {
  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./hawser (\\w+)(.*)$");
  private static final Pattern COMMAND_OPTION = Pattern.compile("--[a-z-]+");

  @Test
  void everyBlockOfJavaCompiles() throws IOException {
    var snippets = new Snippets();
    for (MarkdownPage page : pages()) {
      // those of the other pages at the root are about the project itself
      if (page.file().startsWith(ROOT.resolve("docs")) || page.file().endsWith("README.md")) {
        for (MarkdownPage.Block block : page.blocks("java")) {
          snippets.add(name(page), block);
        }
      }
    }
    assertThat(snippets.errors()).isEmpty();
    assertThat(snippets.size()).isGreaterThanOrEqualTo(25);
  }

  @Test
  void everyRelativeLinkLeadsToAFileAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (MarkdownPage page : pages()) {
      for (MarkdownPage.Link link : page.links()) {
        if (!link.target().contains("://")) {
          links++;
          if (!leadsSomewhere(page, link.target())) {
            broken.add("%s:%d: %s".formatted(name(page), link.line(), link.target()));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThanOrEqualTo(50);
  }

  @Test
  void everyOptionOfTheCommandExists() throws IOException {
    List<String> unknown = new ArrayList<>();
    int calls = 0;
    for (MarkdownPage page : pages()) {
      for (MarkdownPage.Block block : page.blocks("sh")) {
        Matcher call = COMMAND.matcher(block.text().replace("\\\n", ""));
        while (call.find()) {
          calls++;
          List<String> known = optionsOfCommand(call.group(1));
          COMMAND_OPTION
              .matcher(call.group(2))
              .results()
              .map(MatchResult::group)
              .filter(option -> !known.contains(option))
              .forEach(option -> unknown.add(name(page) + ": " + call.group().strip()));
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(calls).isGreaterThanOrEqualTo(5);
  }

  /** What the command's source names, as option or otherwise. */
  private static List<String> optionsOfCommand(String command) throws IOException {
    String type = command.substring(0, 1).toUpperCase(Locale.ROOT) + command.substring(1);
    Path source = ROOT.resolve("hawser-cli/src/main/java/io/hawser/cli/" + type + ".java");
    return COMMAND_OPTION
        .matcher(Files.readString(source))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  static Stream<Arguments> references() {
    return Stream.of(
        arguments("options.md", options(WebSocketServer.Builder.class)),
        arguments("options.md", options(WebSocketClient.Builder.class)),
        arguments("options.md", options(Guard.Builder.class)),
        arguments("options.md", options(Pace.class)),
        arguments("options.md", options(ExponentialBackoff.class)),
        arguments("options.md", options(Redirects.class)),
        arguments("options.md", options(OfflineQueue.class)),
        arguments("options.md", options(Limits.class)),
        arguments("options.md", options(Timeouts.class)),
        arguments("options.md", options(Queues.class)),
        arguments("options.md", options(SendOptions.class)),
        arguments("options.md", options(DeflateSettings.class)),
        arguments("options.md", options(Origins.Builder.class)),
        arguments("options.md", options(LogPolicy.class)),
        arguments("logs.md", names(FailureKind.values())),
        arguments("options.md", options(ConnectionPair.Builder.class)),
        arguments("options.md", options(Herd.class)),
        arguments("errors.md", leaves(WebSocketException.class).toList()),
        arguments("statuses.md", names(FailureKind.values())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("references")
  void aReferenceLeavesNothingOut(String page, List<String> names) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/reference").resolve(page));
    assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(text).contains(name));
  }

  /** The methods that return another of the kind, as calls begin. */
  private static List<String> options(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(method -> "`" + method.getName() + "(")
        .distinct()
        .toList();
  }

  private static Stream<String> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(DocumentationTest::leaves)
        : Stream.of("`" + type.getSimpleName() + "`");
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(constant -> "`" + constant.name() + "`").toList();
  }

  private static boolean leadsSomewhere(MarkdownPage page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || MarkdownPage.read(file).anchors().contains(target.substring(hash + 1));
  }

  private static List<MarkdownPage> pages() throws IOException {
    List<MarkdownPage> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      files.filter(DocumentationTest::isMarkdown).map(MarkdownPage::read).forEach(pages::add);
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(DocumentationTest::isMarkdown).map(MarkdownPage::read).forEach(pages::add);
    }
    return pages;
  }

  private static boolean isMarkdown(Path file) {
    return file.toString().endsWith(".md");
  }

  private static String name(MarkdownPage page) {
    return ROOT.relativize(page.file()).toString();
  }
}
