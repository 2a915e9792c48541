package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of threads in the package comments, beside the code. To comply: name each type once,
 * and each method that other threads call; a type that other threads do not touch has nothing that
 * is shared.
 */
class ThreadTableTest {

  private static final Pattern ROW =
      Pattern.compile("<tr><td>(.*?)<td>(.*?)<td>(.*?)(?=<tr>|</table>)", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("\\{@code\\s+(\\w+)}");

  /** A row: what the loop thread calls of a type, and what others do. */
  private record Row(String loop, String others) {}

  private static Map<String, Row> table(String room) throws IOException {
    Path file =
        Path.of(System.getProperty("basedir", ""), "src/main/java/reactor/xsk/internal")
            .resolve(room)
            .resolve("package-info.java");
    String text = Files.readString(file).replaceAll("\n \\*", "\n");
    Map<String, Row> table = new HashMap<>();
    for (MatchResult row : ROW.matcher(text).results().toList()) {
      for (String type : names(row.group(1))) {
        Row before = table.put(type, new Row(row.group(2), row.group(3)));
        assertThat(before).as("the other row of %s", type).isNull();
      }
    }
    return table;
  }

  private static List<String> names(String cell) {
    return CODE.matcher(cell).results().map(name -> name.group(1)).toList();
  }

  private static Map<String, JavaClass> types(String room) {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("reactor.xsk.internal." + room)
            .stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(Collectors.toMap(JavaClass::getSimpleName, type -> type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sender", "loop", "stream"})
  void shouldNameEveryTypeOfARoom(String room) throws IOException {
    assertThat(new TreeSet<>(table(room).keySet())).isEqualTo(new TreeSet<>(types(room).keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sender", "loop", "stream"})
  void shouldNameMethodsThatExist(String room) throws IOException {
    Map<String, JavaClass> types = types(room);
    List<String> missing = new ArrayList<>();
    Map<Row, Set<String>> methods = new HashMap<>();
    table(room)
        .forEach(
            (type, row) ->
                types
                    .get(type)
                    .getAllMethods()
                    .forEach(
                        method ->
                            methods
                                .computeIfAbsent(row, it -> new TreeSet<>())
                                .add(method.getName())));
    methods.forEach(
        (row, existing) -> {
          for (String method : names(row.loop() + row.others())) {
            if (!existing.contains(method)) {
              missing.add(row + " names " + method);
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sender", "loop", "stream"})
  void shouldShareNothingInATypeThatOneThreadTouches(String room) throws IOException {
    List<String> shared = new ArrayList<>();
    Map<String, JavaClass> types = types(room);
    table(room)
        .forEach(
            (type, row) -> {
              if (row.others().strip().equals("nothing")) {
                types.get(type).getFields().stream()
                    .filter(ThreadTableTest::isShared)
                    .forEach(field -> shared.add(field.getFullName()));
              }
            });
    assertThat(shared)
        .as("volatile or atomic, where the table says that no other thread comes")
        .isEmpty();
  }

  private static boolean isShared(JavaField field) {
    return field.getModifiers().contains(JavaModifier.VOLATILE)
        || field.getRawType().getPackageName().startsWith("java.util.concurrent");
  }
}
