package reactor.xsk.kernel.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.xsk.XskSupport;
import reactor.xsk.doctor.Diagnosis;

/** What docs/doctor.md shows of each situation. */
public final class DoctorDocument {

  private static final Path DOCUMENT = Path.of("../../docs/doctor.md");

  /** What the machine says, and not the situation. */
  private static final Map<Pattern, String> OF_THE_MACHINE =
      Map.of(
          Pattern.compile("Linux \\S+"), "Linux RELEASE",
          Pattern.compile("0x[0-9a-f]+"), "0xFEATURES",
          Pattern.compile("(AF_XDP sockets +)none.*"), "$1none",
          Pattern.compile("ifindex \\d+"), "ifindex N",
          Pattern.compile("(locked memory +)(\\d+|unlimited) bytes"), "$1N bytes",
          Pattern.compile("(yes|[?]  )( +memory limit +).*"), "VERDICT$2LIMIT");

  private DoctorDocument() {}

  /** Compares what an examination finds with what the document shows under this heading. */
  public static void assertThatIsShown(
      String situation, String interfaceName, Callable<Diagnosis> examination, boolean works)
      throws Exception {
    assumeTrue(
        XskSupport.kernel().transmitBudget(), "the document shows a kernel of 6.17 or later");
    Diagnosis diagnosis = examination.call();

    assertThat(diagnosis.sendingWorks()).as(diagnosis.toString()).isEqualTo(works);
    assertThat(compared(diagnosis.toString(), interfaceName))
        .as(diagnosis.toString())
        .isEqualTo(compared(shownFor(situation), "eth1"));
  }

  private static List<String> compared(String text, String interfaceName) {
    String same = text.replace(interfaceName, "NAME");
    for (Map.Entry<Pattern, String> each : OF_THE_MACHINE.entrySet()) {
      same = each.getKey().matcher(same).replaceAll(each.getValue());
    }
    // a name of another length moves what stands behind it, and breaks lines elsewhere
    return Stream.of(same.split("\\s+\\R?(?=( {2}(yes|no|[?])|VERDICT|[A-Za-z]+\\R))"))
        .map(finding -> finding.replaceAll("\\s+", " ").strip())
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
