package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/adr have one layout. To comply: write the page as the one before it is. */
class DecisionsTest {

  private static final Path DECISIONS = Path.of("../../docs/adr");

  private static final Pattern PAGE =
      Pattern.compile("(?s)# (\\d+)\\. [^\n]+\n\nStatus: accepted \\d{4}-\\d\\d-\\d\\d[.;].*");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(DECISIONS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldHaveNumberStatusContextDecisionAndConsequences(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher head = PAGE.matcher(text);

    assertThat(head.matches()).as("a title with a number, and a status with a date").isTrue();
    assertThat(page.getFileName().toString())
        .startsWith("%04d-".formatted(Integer.parseInt(head.group(1))));
    assertThat(HEADING.matcher(text).results().map(it -> it.group(1)).toList())
        .filteredOn(heading -> !heading.equals("Alternatives"))
        .containsExactly("Context", "Decision", "Consequences");
  }
}
