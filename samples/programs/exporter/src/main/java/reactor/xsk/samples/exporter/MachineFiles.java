package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files in which the kernel shows its values, by their path without the leading slash.
 *
 * @param root "/", and a directory of their own for tests
 */
record MachineFiles(Path root) {

  /** The lines of a file that every kernel has. */
  List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file of one line says, or null where it is missing or the driver gives no value. */
  @Nullable String value(String file) {
    try {
      return Files.readString(root.resolve(file)).strip();
    } catch (IOException unknown) {
      return null;
    }
  }

  /** A decimal number, or one with 0x in front of it. */
  long number(String file, long otherwise) {
    String value = value(file);
    return value == null || value.isEmpty() ? otherwise : Long.decode(value);
  }

  boolean exists(String file) {
    return Files.exists(root.resolve(file));
  }

  /** The directories in a directory, links to directories included, by name; none without it. */
  List<String> directories(String directory) {
    if (!exists(directory)) {
      return List.of();
    }
    Path parent = root.resolve(directory);
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .map(it -> parent.relativize(it).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
