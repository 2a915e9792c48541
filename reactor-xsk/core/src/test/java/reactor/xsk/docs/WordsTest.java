package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plain English in documents, sources and scripts, in lines that fit. */
class WordsTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final int MAX_COLUMNS = 120;

  /** Words that make a person of a program, or a riddle of a sentence. */
  private static final Pattern RIDDLES =
      Pattern.compile(
          "\\b(hears?|tells? of|told|nobody|anybody|everybody|for ever"
              + "|comes? to (its|their) end|is had)\\b",
          Pattern.CASE_INSENSITIVE);

  @Test
  void shouldSayWhatHappensInTheWordsOfTheField() throws IOException {
    List<String> riddles = new ArrayList<>();
    for (Path file : Stream.concat(documents(), sources()).toList()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher riddle = RIDDLES.matcher(lines.get(i));
        if (riddle.find()) {
          riddles.add("%s:%d: %s".formatted(ROOT.relativize(file), i + 1, riddle.group()));
        }
      }
    }
    assertThat(riddles)
        .as("say who does what: 'completed', 'is reported', 'no thread', 'without end'")
        .isEmpty();
  }

  /** A row of a table and a block of code cannot be wrapped. */
  @Test
  void shouldWrapDocuments() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path document : documents().toList()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean fixed = line.startsWith("|") || line.startsWith("    ");
        if (!fixed && line.codePointCount(0, line.length()) > MAX_COLUMNS) {
          tooLong.add(ROOT.relativize(document) + ":" + (i + 1));
        }
      }
    }
    assertThat(tooLong).as("wrap these lines at %d columns", MAX_COLUMNS).isEmpty();
  }

  @Test
  void shouldGiveEachDecisionANumberOfItsOwn() throws IOException {
    List<String> numbers =
        filesUnder(ROOT.resolve("docs/adr"), ".md")
            .map(page -> page.getFileName().toString().substring(0, 4))
            .toList();
    assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
  }

  private static Stream<Path> documents() throws IOException {
    return Stream.concat(
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
        filesUnder(ROOT.resolve("docs"), ".md"));
  }

  /** All sources but this one, which names the words. */
  private static Stream<Path> sources() throws IOException {
    return Stream.of(
            filesUnder(ROOT.resolve("reactor-xsk"), ".java"),
            filesUnder(ROOT.resolve("samples"), ".java"),
            filesUnder(ROOT.resolve("samples"), ".c"),
            filesIn(ROOT.resolve("samples")),
            filesIn(ROOT.resolve(".ci")),
            filesIn(ROOT.resolve(".mvn")),
            filesIn(ROOT.resolve("reactor-xsk/core/src/test/vm")))
        .flatMap(files -> files)
        .filter(file -> !file.endsWith("WordsTest.java"))
        .filter(file -> !file.toString().contains("/target/"));
  }

  private static Stream<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static Stream<Path> filesUnder(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }
}
