package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words are defined in docs/data-path.md; what repeats them says the same. */
class GlossaryTest {

  private static final Path DOCUMENT = Path.of("../../docs/data-path.md");
  private static final Path PACKAGE = Path.of("src/main/java/reactor/xsk/package-info.java");

  private static final Pattern TERMS = Pattern.compile("(?ms)^## Terms$(.*?)^## ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (.+) \\|$");
  private static final Pattern ENTRY = Pattern.compile("(?s)<dt>(.+?)<dd>(.+?)(?=<dt>|</dl>)");

  @Test
  void shouldDefineEachWordInThePackageAsInTheDocument() throws IOException {
    Map<String, String> defined = ofDocument();

    assertThat(defined).containsKeys("packet", "frame", "window", "kick", "doorbell", "lane");
    assertThat(ofPackage())
        .as("change docs/data-path.md first, then copy the definition to package-info.java")
        .containsExactlyEntriesOf(defined);
  }

  private static Map<String, String> ofDocument() throws IOException {
    MatchResult terms =
        TERMS.matcher(Files.readString(DOCUMENT)).results().findFirst().orElseThrow();
    Map<String, String> words = new LinkedHashMap<>();
    ROW.matcher(terms.group(1))
        .results()
        .filter(row -> !row.group(1).equals("word"))
        .forEach(row -> words.put(row.group(1), plain(row.group(2))));
    return words;
  }

  private static Map<String, String> ofPackage() throws IOException {
    String prose = Files.readString(PACKAGE).replaceAll("(?m)^ \\* ?", "");
    Map<String, String> words = new LinkedHashMap<>();
    ENTRY
        .matcher(prose)
        .results()
        .forEach(entry -> words.put(plain(entry.group(1)), plain(entry.group(2))));
    return words;
  }

  /** Without what marks code and emphasis in Markdown and Javadoc. */
  private static String plain(String text) {
    return text.replaceAll("\\{@code ([^}]*)}", "$1")
        .replaceAll("</?i>|[`*]", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
