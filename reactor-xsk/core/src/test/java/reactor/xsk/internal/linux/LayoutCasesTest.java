package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A struct whose size and offsets no test states would be wrong in silence. */
class LayoutCasesTest {

  @Test
  void shouldHaveACaseForEveryStruct() throws IOException {
    List<String> structs =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("reactor.xsk.internal.linux")
                .stream()
                .filter(it -> it.tryGetField("SIZE_BYTES").isPresent())
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
    String cases = sourcesOfLayoutTests();

    assertThat(structs).isNotEmpty();
    assertThat(structs)
        .as(
            "state size and offsets of every struct as literals, in a test named *Layout*Test or *Attr*Test")
        .allMatch(struct -> cases.contains(struct + "."));
  }

  private static String sourcesOfLayoutTests() throws IOException {
    StringBuilder sources = new StringBuilder();
    Path directory = Path.of("src/test/java/reactor/xsk/internal/linux");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(LayoutCasesTest::isLayoutTest).toList()) {
        sources.append(Files.readString(file));
      }
    }
    return sources.toString();
  }

  private static boolean isLayoutTest(Path file) {
    return file.getFileName().toString().matches("(.*Layout.*|.*Attr.*)Test\\.java")
        && !file.endsWith("LayoutCasesTest.java");
  }
}
