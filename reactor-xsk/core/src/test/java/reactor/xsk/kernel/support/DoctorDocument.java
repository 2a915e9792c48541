package reactor.xsk.kernel.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.xsk.doctor.Diagnosis;

/** What docs/doctor.md shows of each situation. */
public final class DoctorDocument {

  private static final Path DOCUMENT = Path.of("../../docs/doctor.md");

  /** What depends on the situation, and on nothing else of the machine. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "AF_XDP +|CAP_|user namespace|link +|COPY|ZERO_COPY|BULK|Sending|process|interface|mode");

  private DoctorDocument() {}

  /** Compares what an examination finds with what the document shows under this heading. */
  public static void assertThatIsShown(
      String situation, Callable<Diagnosis> examination, boolean works) throws Exception {
    Diagnosis diagnosis = examination.call();

    assertThat(diagnosis.sendingWorks()).as(diagnosis.toString()).isEqualTo(works);
    assertThat(compared(diagnosis.toString()))
        .as(diagnosis.toString())
        .isEqualTo(compared(shownFor(situation)));
  }

  private static List<String> compared(String text) {
    return text.lines()
        .filter(line -> !line.startsWith(" ".repeat(20))) // a remedy
        .filter(line -> COMPARED.matcher(line.replaceFirst("^ *(yes|no|[?])? *", "")).lookingAt())
        .map(String::strip)
        .toList();
  }

  private static String shownFor(String situation) throws IOException {
    Matcher block =
        Pattern.compile("(?s)## " + Pattern.quote(situation) + "\\R.*?```\\R(.*?)```")
            .matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).as("docs/doctor.md shows " + situation).isTrue();
    return block.group(1);
  }
}
