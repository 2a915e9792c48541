package reactor.xsk.telemetry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every line of docs/telemetry-ledger.md names tests that exist, in both columns. */
class LedgerTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Path LEDGER = MODULE.resolve("../../docs/telemetry-ledger.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(should\\w+)`");

  @Test
  void shouldHaveATestInBothColumnsOfEveryLine() throws IOException {
    List<String> uncovered = new ArrayList<>();
    List<String> rules =
        Files.readAllLines(LEDGER).stream().filter(it -> it.startsWith("| ")).skip(1).toList();
    for (String rule : rules) {
      String[] cells = rule.split("\\|");
      if (cells.length != 5 || !hasTests(cells[3]) || !hasTests(cells[4])) {
        uncovered.add(rule);
      }
    }
    assertThat(rules).hasSizeGreaterThan(25);
    assertThat(uncovered).as("rules without a test that exists").isEmpty();
  }

  private static boolean hasTests(String cell) {
    Matcher test = TEST.matcher(cell);
    int count = 0;
    while (test.find()) {
      if (!exists(test.group(1), test.group(2))) {
        return false;
      }
      count++;
    }
    return count > 0;
  }

  private static boolean exists(String type, String method) {
    try (Stream<Path> files = Files.walk(MODULE.resolve("src/test/java"))) {
      return files
          .filter(it -> it.endsWith(type + ".java"))
          .anyMatch(it -> read(it).contains("  void " + method + "("));
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
