package io.hawser.tests;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the pages' blocks of Java as a user's program would be: against the modules, so that
 * what is not exported cannot be used.
 */
final class Snippets {
  /** Modules that a user's program has on its module path; all else of ours is for tests. */
  private static final List<String> LIBRARIES =
      List.of(
          "io.hawser",
          "io.netty",
          "com.github.benmanes.caffeine",
          "io.github.bucket4j",
          "org.slf4j",
          "org.jspecify");

  /** Not java.net.*, whose ProtocolException would argue with ours. */
  private static final List<String> IMPORTS =
      List.of(
          "java.io.*",
          "java.net.InetSocketAddress",
          "java.net.PasswordAuthentication",
          "java.net.URI",
          "java.net.UnixDomainSocketAddress",
          "java.nio.file.*",
          "java.security.Principal",
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.regex.*",
          "javax.net.ssl.*");

  private static final Pattern UNIT = Pattern.compile("(?m)^(package|import) ");
  private static final Pattern TYPE = Pattern.compile("(?m)^public .*\\b(?:class|record) (\\w+)");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final JavaFileManager files = compiler.getStandardFileManager(null, null, null);
  private final List<String> options = new ArrayList<>();
  private final String imports;
  private final List<Source> sources = new ArrayList<>();

  Snippets() {
    Map<Path, ModuleDescriptor> modules = new TreeMap<>();
    List<String> classPath = new ArrayList<>();
    String all = System.getProperty("surefire.test.class.path");
    if (all == null) {
      all = System.getProperty("java.class.path");
    }
    for (String entry : all.split(Pattern.quote(File.pathSeparator), -1)) {
      Optional<ModuleDescriptor> module = module(Path.of(entry));
      if (module.isPresent() && LIBRARIES.stream().anyMatch(module.get().name()::startsWith)) {
        modules.put(Path.of(entry), module.get());
      } else {
        classPath.add(entry);
      }
    }
    List<String> ours =
        modules.values().stream()
            .map(ModuleDescriptor::name)
            .filter(name -> name.startsWith("io.hawser"))
            .toList();
    options.addAll(List.of("-proc:none", "-Xlint:none", "--release", "21"));
    options.addAll(List.of("--class-path", String.join(File.pathSeparator, classPath)));
    options.addAll(
        List.of(
            "--module-path",
            modules.keySet().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))));
    options.addAll(List.of("--add-modules", String.join(",", ours)));
    imports =
        Stream.concat(IMPORTS.stream(), exported(modules).map(name -> name + ".*"))
            .map(name -> "import " + name + ";")
            .collect(Collectors.joining(" "));
  }

  /** Takes a block of a page. */
  void add(String page, MarkdownPage.Block block) {
    String name = "b" + sources.size();
    List<Source> forms = new ArrayList<>();
    if (UNIT.matcher(block.text()).find()) {
      forms.add(unit(page, block, name));
    } else {
      String head = "package " + name + "; " + imports + " abstract class Snippet { ";
      String method = head + "void snippet(" + block.given() + ") throws Exception {\n";
      forms.add(new Source(name + "/Snippet", page, block.line(), method + block.text() + "\n}}"));
      forms.add(
          new Source(name + "/Snippet", page, block.line(), head + "\n" + block.text() + "\n}"));
    }
    // the first form that has the grammar of Java, or else the first
    sources.add(forms.stream().filter(this::isGrammatical).findFirst().orElse(forms.get(0)));
  }

  int size() {
    return sources.size();
  }

  /** Compiles all that was added; returns the errors, each with its page and line. */
  List<String> errors() {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try {
      // attributed and checked, but nothing is written
      task(diagnostics, sources).analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return diagnostics.getDiagnostics().stream()
        .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .map(Snippets::text)
        .toList();
  }

  private Source unit(String page, MarkdownPage.Block block, String name) {
    Matcher type = TYPE.matcher(block.text());
    String file = type.find() ? type.group(1) : "Snippet";
    // a package of its own, since the steps of a tutorial have classes of one name
    return new Source(
        name + "/" + file, page, block.line(), "package " + name + ";\n" + block.text());
  }

  private boolean isGrammatical(Source source) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try {
      task(diagnostics, List.of(source)).parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return diagnostics.getDiagnostics().isEmpty();
  }

  private JavacTask task(DiagnosticCollector<JavaFileObject> diagnostics, List<Source> of) {
    return (JavacTask) compiler.getTask(null, files, diagnostics, options, null, of);
  }

  private static String text(Diagnostic<? extends JavaFileObject> found) {
    if (!(found.getSource() instanceof Source source)) {
      return found.toString();
    }
    // the first line of the source is ours
    long line = source.line + found.getLineNumber() - 2;
    return "%s:%d: %s".formatted(source.page, line, found.getMessage(null));
  }

  private static Optional<ModuleDescriptor> module(Path entry) {
    return ModuleFinder.of(entry).findAll().stream()
        .map(module -> module.descriptor())
        .filter(descriptor -> !descriptor.isAutomatic())
        .findFirst();
  }

  private static Stream<String> exported(Map<Path, ModuleDescriptor> modules) {
    return modules.values().stream()
        .filter(module -> module.name().startsWith("io.hawser"))
        .flatMap(module -> module.exports().stream())
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String page;
    private final int line;
    private final String text;

    Source(String name, String page, int line, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.page = page;
      this.line = line;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
