package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The path of a newcomer in docs/data-path.md: which files, in which order, how many lines. To
 * comply after a change: write the count of lines that this test names into the table.
 */
class ReadingPathTest {

  private static final Path DOCUMENT =
      Path.of("../../docs/data-path.md").toAbsolutePath().normalize();

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| \\[`\\w+`]\\(([^)]+)\\) \\| (\\d+) \\|");
  private static final Pattern TOTAL = Pattern.compile("(\\d+) files, ([\\d,]+) lines");

  /** A count may be this part of itself away from the truth, so that not every edit is two. */
  private static final double TOLERANCE = 0.1;

  private record Step(int number, Path file, int lines) {}

  private static List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    for (MatchResult row : ROW.matcher(text).results().toList()) {
      Path file = DOCUMENT.resolveSibling(row.group(2)).normalize();
      steps.add(new Step(Integer.parseInt(row.group(1)), file, Integer.parseInt(row.group(3))));
    }
    return steps;
  }

  @Test
  void shouldSayHowLongEachFileIs() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<Step> steps = steps(Files.readString(DOCUMENT));
    for (Step step : steps) {
      int lines = Files.readAllLines(step.file()).size();
      if (Math.abs(lines - step.lines()) > TOLERANCE * lines) {
        wrong.add("%s has %d lines".formatted(step.file().getFileName(), lines));
      }
    }
    assertThat(steps).as("files on the path").hasSizeGreaterThan(10);
    assertThat(wrong).as("counts of lines that are no longer true").isEmpty();
  }

  @Test
  void shouldNumberTheFilesAndAddThemUp() throws IOException {
    String text = Files.readString(DOCUMENT);
    List<Step> steps = steps(text);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(steps.get(i).number()).isEqualTo(i + 1);
    }
    MatchResult total = TOTAL.matcher(text).results().findFirst().orElseThrow();
    assertThat(Integer.parseInt(total.group(1))).as("files").isEqualTo(steps.size());
    assertThat(Integer.parseInt(total.group(2).replace(",", "")))
        .as("lines")
        .isEqualTo(steps.stream().mapToInt(Step::lines).sum());
  }
}
