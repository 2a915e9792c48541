package reactor.xsk.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads files of /proc and /sys, which may be missing. */
final class ProcFiles {

  private ProcFiles() {}

  /** The content of a file, stripped, or null. */
  static @Nullable String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return null;
    }
  }

  /** What stands behind a key in a file of lines, stripped, or null. */
  static @Nullable String valueOf(String file, String key) {
    String content = read(file);
    return content == null
        ? null
        : content
            .lines()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).strip())
            .findFirst()
            .orElse(null);
  }

  /** The last part of where a link points to, or null. */
  static @Nullable String target(String link) {
    try {
      Path target = Files.readSymbolicLink(Path.of(link)).getFileName();
      return target == null ? null : target.toString();
    } catch (IOException e) {
      return null;
    }
  }

  /** Names in a directory; none if it cannot be read. */
  static List<String> names(String directory) {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The processes that hold a BPF program or a link of it, as far as they can be looked into. */
  static List<String> holdersOf(int programId) {
    String line = "prog_id:\t" + programId;
    return names("/proc").stream()
        .filter(name -> Character.isDigit(name.charAt(0)))
        .filter(process -> holds(process, line))
        .map(process -> "%s (%s)".formatted(process, read("/proc/" + process + "/comm")))
        .toList();
  }

  private static boolean holds(String process, String line) {
    String directory = "/proc/" + process + "/fdinfo";
    return names(directory).stream()
        .map(descriptor -> read(directory + "/" + descriptor))
        .anyMatch(info -> info != null && info.lines().anyMatch(line::equals));
  }
}
