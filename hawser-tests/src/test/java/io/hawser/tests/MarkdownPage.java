package io.hawser.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation: its blocks of code, its links and its headings, by line. */
final class MarkdownPage {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
  private static final Pattern GIVEN = Pattern.compile("<!-- given: (.*) -->");

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> anchors = new ArrayList<>();

  /**
   * A fenced block.
   *
   * @param line of the first line inside, from 1
   * @param given what a comment before the block says is there already, as parameters of a method
   */
  record Block(String language, int line, String given, String text) {}

  /** What a link points to, as written, and its line, from 1. */
  record Link(int line, String target) {}

  private MarkdownPage(Path file) {
    this.file = file;
  }

  static MarkdownPage read(Path file) {
    try {
      var page = new MarkdownPage(file);
      page.parse(Files.readAllLines(file));
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  List<Block> blocks(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }

  List<Link> links() {
    return links;
  }

  /** What may stand behind the # of a link to this page. */
  List<String> anchors() {
    return anchors;
  }

  private void parse(List<String> lines) {
    String given = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).equals("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(i + 1, end));
        blocks.add(new Block(line.substring(3), i + 2, given, text));
        given = "";
        i = end;
        continue;
      }
      Matcher comment = GIVEN.matcher(line);
      if (comment.matches()) {
        given = comment.group(1);
      }
      if (line.startsWith("#")) {
        anchors.add(anchor(line));
      }
      Matcher link = LINK.matcher(INLINE_CODE.matcher(line).replaceAll("code"));
      while (link.find()) {
        links.add(new Link(i + 1, link.group(1)));
      }
    }
  }

  /** As hosts of repositories make them. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
