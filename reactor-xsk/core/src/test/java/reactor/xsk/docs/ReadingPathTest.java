package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskSender;
import reactor.xsk.internal.sender.PacketTrace;
import reactor.xsk.support.ChildJvm;

/**
 * The path of a newcomer in docs/data-path.md: which files, in which order, how many lines, and how
 * many of them a packet meets, as the JVM counts it. To comply after a change: write what this test
 * names into the table, or into the paragraph behind it.
 */
class ReadingPathTest {

  private static final Path DOCUMENT =
      Path.of("../../docs/data-path.md").toAbsolutePath().normalize();
  private static final Path SOURCES = Path.of("src/main/java").toAbsolutePath();

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\d+) \\| \\[`(\\w+)`]\\(([^)]+)\\) \\| (\\d+) \\| (\\d+) \\| ([^|]*) \\|");
  private static final Pattern TOTAL =
      Pattern.compile("(\\d+) files\\s+with\\s+([\\d,]+) lines\\s+that\\s+a\\s+packet\\s+meets");
  private static final Pattern BESIDE =
      Pattern.compile("(?s)Beside them, (\\d+) files with ([\\d,]+) lines(.*?)\\n\\n");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  /** A count may be this part of itself away from the truth, so that not every edit is two. */
  private static final double TOLERANCE = 0.1;

  /** And so many lines. */
  private static final int FEW = 4;

  private static String text = "";
  private static final List<Step> STEPS = new ArrayList<>();

  /** Methods that ran for one packet, by the simple name of their file. */
  private static final Map<String, Set<String>> RAN = new TreeMap<>();

  /** Where these files are. */
  private static final Map<String, Path> FILES = new TreeMap<>();

  private record Step(
      int number, String name, Path file, int lines, int met, List<String> beginAt) {}

  @BeforeAll
  static void traceOnePacket() throws Exception {
    text = Files.readString(DOCUMENT);
    for (MatchResult row : ROW.matcher(text).results().toList()) {
      STEPS.add(
          new Step(
              Integer.parseInt(row.group(1)),
              row.group(2),
              DOCUMENT.resolveSibling(row.group(3)).normalize(),
              Integer.parseInt(row.group(4)),
              Integer.parseInt(row.group(5)),
              NAME.matcher(row.group(6)).results().map(it -> it.group(1)).toList()));
    }
    ChildJvm traced = ChildJvm.run(List.of(), PacketTrace.class, String.join(";", classes()));
    assertThat(traced.exitValue()).as(traced.said()).isZero();
    for (String method : traced.said().lines().filter(it -> it.contains("::")).toList()) {
      String type = method.substring(0, method.indexOf("::")).replaceAll("\\$.*", "");
      String name = type.substring(type.lastIndexOf('.') + 1);
      FILES.put(name, SOURCES.resolve(type.replace('.', '/') + ".java"));
      RAN.computeIfAbsent(name, it -> new TreeSet<>())
          .add(method.substring(method.indexOf("::") + 2));
    }
  }

  /** All of the library but the virtual kernel; the JVM cannot trace records. */
  private static List<String> classes() throws Exception {
    Path root =
        Path.of(XskSender.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("reactor/xsk/internal"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String path = root.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        boolean isOfLibrary = !name.contains(".model.") && !name.contains(".blockhound.");
        if (isOfLibrary && !name.endsWith("package-info") && !Class.forName(name).isRecord()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** The lines of the methods of a file that ran, and of those that are named. */
  private static int met(Path file, Set<String> methods) throws IOException {
    return MethodLines.in(file).entrySet().stream()
        .filter(it -> methods.contains(it.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static boolean isFar(int truth, int written) {
    return Math.abs(truth - written) > TOLERANCE * truth + FEW;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits.replace(",", ""));
  }

  @Test
  void shouldSayHowLongEachFileIsAndHowMuchOfItAPacketMeets() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Step step : STEPS) {
      int lines = Files.readAllLines(step.file()).size();
      Set<String> methods = new HashSet<>(step.beginAt());
      methods.addAll(RAN.getOrDefault(step.name(), Set.of()));
      int met = met(step.file(), methods);
      if (isFar(lines, step.lines()) || isFar(met, step.met())) {
        wrong.add("%s has %d lines, a packet meets %d".formatted(step.name(), lines, met));
      }
    }
    assertThat(STEPS).as("files on the path").hasSizeGreaterThan(10);
    assertThat(wrong).as("counts of lines that are no longer true").isEmpty();
  }

  @Test
  void shouldBeginAtMethodsThatExist() throws IOException {
    for (Step step : STEPS) {
      assertThat(MethodLines.in(step.file()).keySet()).containsAll(step.beginAt());
    }
  }

  @Test
  void shouldNumberTheFilesAndAddThemUp() {
    for (int i = 0; i < STEPS.size(); i++) {
      assertThat(STEPS.get(i).number()).isEqualTo(i + 1);
    }
    MatchResult total = TOTAL.matcher(text).results().findFirst().orElseThrow();
    assertThat(number(total.group(1))).as("files").isEqualTo(STEPS.size());
    assertThat(number(total.group(2)))
        .as("lines")
        .isEqualTo(STEPS.stream().mapToInt(Step::met).sum());
  }

  @Test
  void shouldNameEveryOtherFileThatAPacketMeets() throws IOException {
    Set<String> onThePath = STEPS.stream().map(Step::name).collect(Collectors.toSet());
    MatchResult beside = BESIDE.matcher(text).results().findFirst().orElseThrow();
    Set<String> others = new TreeSet<>(RAN.keySet());
    others.removeAll(onThePath);
    int met = 0;
    for (String name : others) {
      met += met(FILES.get(name), RAN.get(name));
    }
    assertThat(NAME.matcher(beside.group(3)).results().map(it -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat(number(beside.group(1))).isEqualTo(others.size());
    assertThat(isFar(met, number(beside.group(2)))).as("there are %d lines", met).isFalse();
  }
}
