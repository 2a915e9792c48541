package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A file of collectors: lines of {@code ipfix HOST[:PORT]}, {@code netflow9 ..}, {@code sflow ..};
 * empty lines and lines that begin with # are comments.
 */
final class ConfigFile {

  private final Path path;
  private FileTime read = FileTime.fromMillis(0);

  ConfigFile(Path path) {
    this.path = path;
  }

  /** Whether the file is another than what was read. One that is missing is being replaced. */
  boolean hasChanged() {
    try {
      return !Files.getLastModifiedTime(path).equals(read);
    } catch (IOException e) {
      return false;
    }
  }

  Set<Destination> read() throws IOException {
    read = Files.getLastModifiedTime(path);
    return parse(Files.readString(path));
  }

  static Set<Destination> parse(String text) {
    Set<Destination> destinations = new LinkedHashSet<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        destinations.add(destination(line, number));
      }
    }
    return destinations;
  }

  private static Destination destination(String line, int number) {
    String[] words = line.split("\\s+");
    try {
      if (words.length == 2) {
        return Destination.parse(Protocol.named(words[0]), words[1]);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line %d, \"%s\": %s".formatted(number, line, e.getMessage()), e);
    }
    throw new IllegalArgumentException(
        "line %d, \"%s\": expected ipfix, netflow9 or sflow, and HOST[:PORT]"
            .formatted(number, line));
  }
}
