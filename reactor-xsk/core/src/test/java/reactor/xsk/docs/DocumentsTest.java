package reactor.xsk.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.bpf.BpfOperation;

/** Documents that lie are worse than none: what of them can be checked is checked here. */
class DocumentsTest {

  /** Surefire runs tests in the directory of the module. */
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Path MAIN_SOURCES = ROOT.resolve("reactor-xsk/core/src/main/java");
  private static final Path MODULES = ROOT.resolve("reactor-xsk");

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern METHOD =
      Pattern.compile("`([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]*)(\\(\\))?`");

  @Test
  void shouldFindTheDocuments() {
    assertThat(documents())
        .extracting(document -> ROOT.relativize(document).toString())
        .contains("README.md", "CONTRIBUTING.md", "docs/errors.md", "docs/recipes.md");
  }

  @Test
  void shouldLinkToFilesAndHeadingsThatExist() {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      String prose = CODE_BLOCK.matcher(read(document)).replaceAll("");
      for (MatchResult link : LINK.matcher(prose).results().toList()) {
        if (!resolves(document, link.group(1))) {
          broken.add(ROOT.relativize(document) + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  private static boolean resolves(Path document, String link) {
    if (link.contains("://")) {
      return true;
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    boolean exists = target.startsWith(ROOT) && Files.exists(target);
    return exists && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** The anchors of headings, as GitHub makes them. */
  private static Set<String> anchors(Path document) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    String prose = CODE_BLOCK.matcher(read(document)).replaceAll("");
    for (MatchResult heading : HEADING.matcher(prose).results().toList()) {
      String anchor =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
              .replace(' ', '-');
      int earlier = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
    }
    return anchors;
  }

  @Test
  void shouldQuoteOnlyCodeThatIsCompiled() {
    String sources =
        filesUnder(MODULES, ".java")
            .filter(source -> source.toString().contains("/src/test/java/"))
            .map(DocumentsTest::flat)
            .collect(joining());
    List<String> invented = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult block : JAVA_BLOCK.matcher(read(document)).results().toList()) {
        if (!sources.contains(flat(block.group(1)))) {
          invented.add(ROOT.relativize(document) + ":\n" + block.group(1));
        }
      }
    }
    assertThat(invented).as("code in documents that no test source has").isEmpty();
  }

  private static String flat(Path source) {
    return flat(read(source));
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }

  @Test
  void shouldNameOnlyMethodsThatExist() {
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      String prose = CODE_BLOCK.matcher(read(document)).replaceAll("");
      for (MatchResult name : METHOD.matcher(prose).results().toList()) {
        if (isOurs(name.group(1)) && !declares(name.group(1), name.group(2))) {
          unknown.add(ROOT.relativize(document) + ": " + name.group());
        }
      }
    }
    assertThat(unknown).as("methods named in documents that no class has").isEmpty();
  }

  private static boolean isOurs(String type) {
    return sourcesOf(type).findAny().isPresent();
  }

  private static boolean declares(String type, String member) {
    Pattern declaration = Pattern.compile("\\b" + member + "\\b");
    return sourcesOf(type).anyMatch(source -> declaration.matcher(read(source)).find());
  }

  private static Stream<Path> sourcesOf(String type) {
    return filesUnder(MAIN_SOURCES, "/" + type + ".java");
  }

  @Test
  void shouldExplainEveryOperationThatCanFailAndEveryErrnoOfIt() {
    Map<String, Set<Integer>> errnosOfOperation = new TreeMap<>();
    for (Operation each : Operation.values()) {
      errnosOfOperation
          .computeIfAbsent(each.text(), text -> new TreeSet<>())
          .addAll(each.hints().errnos());
    }
    for (BpfOperation each : BpfOperation.values()) {
      errnosOfOperation.put(each.text(), each.hints().errnos());
    }
    List<String> unexplained = new ArrayList<>();
    errnosOfOperation.forEach(
        (operation, errnos) -> {
          String explanation = explanation(operation);
          errnos.stream()
              .map(Errno::nameOf)
              .filter(errno -> !explanation.contains(errno))
              .forEach(errno -> unexplained.add(operation + ": " + errno));
        });
    assertThat(unexplained).as("what docs/errors.md does not explain").isEmpty();
  }

  /** The sections of docs/errors.md that name an operation. */
  private static String explanation(String operation) {
    return Arrays.stream(read(ROOT.resolve("docs/errors.md")).split("(?m)^(?=##)"))
        .filter(section -> section.contains("`" + operation + "`"))
        .collect(joining());
  }

  @Test
  void shouldHaveARowForEveryMode() {
    String rows = read(ROOT.resolve("docs/kernel-support.md"));
    assertThat(XskMode.values())
        .as("add a row to the table Modes of docs/kernel-support.md")
        .allMatch(mode -> rows.contains("\n| `" + mode + "` |"));
  }

  private static List<Path> documents() {
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
            filesUnder(ROOT.resolve("docs"), ".md"))
        .toList();
  }

  private static Stream<Path> filesUnder(Path directory, String ending) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
