import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java source of the repository; the parent POM starts it.
 *
 * <p>Arguments: {@code check} or {@code fix}, and the directory of the repository.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean fix =
        switch (args[0]) {
          case "check" -> false;
          case "fix" -> true;
          default ->
              throw new IllegalArgumentException(
                  "format.mode is '" + args[0] + "': use check or fix");
        };
    Path root = Path.of(args[1]).toRealPath();
    List<String> options =
        new ArrayList<>(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    List<String> sources = sources(root);
    if (sources.isEmpty()) {
      return;
    }
    options.addAll(sources);

    int status =
        new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
            .format(options.toArray(String[]::new));
    if (status != 0) {
      System.err.println(
          """

          The Java sources named above are not formatted as google-java-format does it.
          To rewrite them, run:   ./mvnw -N -Pformat validate
          """);
    }
    System.exit(status);
  }

  private static List<String> sources(Path root) throws IOException {
    List<String> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean skipped =
                name.equals("target") || (name.startsWith(".") && !name.equals(".mvn"));
            return skipped && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
