package reactor.xsk.telemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the design that a compiler does not check. Every message says how to comply. */
class ArchitectureTest {

  private static final int MAX_LINES = 300;

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("reactor.xsk.telemetry");

  @Test
  void shouldFindTheClassesOfTheModule() {
    assertThat(MAIN.size()).as("classes of reactor.xsk.telemetry, without tests").isPositive();
    assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void shouldHaveNoCircleOfPackages() {
    slices()
        .matching("reactor.xsk.telemetry.(**)")
        .should()
        .beFreeOfCycles()
        .because("dependencies run one way: protocol → telemetry → record")
        .check(MAIN);
  }

  @Test
  void shouldUseOnlyTheApiOfTheSender() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("reactor.xsk.internal..")
        .because("exporters are users of the library: what they need belongs into its API")
        .check(MAIN);
  }

  @Test
  void shouldNotPrint() {
    noClasses()
        .should(ACCESS_STANDARD_STREAMS)
        .because("a library does not write to its user's terminal: throw, count, or log")
        .check(MAIN);
  }

  @Test
  void shouldKeepSourceFilesShort() throws IOException {
    Path sources = Path.of(System.getProperty("basedir", ""), "src");
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines > MAX_LINES) {
          tooLong.add(sources.relativize(file) + ": " + lines + " lines");
        }
      }
    }
    assertThat(tooLong)
        .as("a file of more than %d lines has two roles: split it by role", MAX_LINES)
        .isEmpty();
  }
}
