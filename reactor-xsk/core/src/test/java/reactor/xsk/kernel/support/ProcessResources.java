package reactor.xsk.kernel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds, as the kernel sees it: open sockets, objects of BPF, their mappings and
 * threads of senders. (A JVM opens files and maps memory by itself, but nothing of these.)
 *
 * @param sockets open sockets
 * @param bpf open maps, programs and attachments
 * @param taps open tap devices
 * @param sharedMappings mappings of sockets (rings) and of BPF maps
 * @param loopThreads threads of senders
 */
public record ProcessResources(
    Set<String> sockets,
    Set<String> bpf,
    Set<String> taps,
    Set<String> sharedMappings,
    Set<String> loopThreads) {

  private static final Path SELF = Path.of("/proc/self");

  /** What is held now. */
  public static ProcessResources now() {
    return new ProcessResources(
        entries("fd", ProcessResources::targetOf, "socket:"),
        entries("fd", ProcessResources::targetOf, "anon_inode:bpf"),
        entries("fd", ProcessResources::targetOf, "/dev/net/tun"),
        mappings(),
        entries("task", ProcessResources::nameOf, "xsk-tx"));
  }

  /** Waits until no more is held than this; whatever ends, ends within the time given. */
  public void awaitAgain(Duration longest) {
    try {
      Eventually.hold("all is released", longest, () -> now().isWithin(this));
    } catch (AssertionError e) {
      throw new AssertionError("held before: " + this + "\nheld now: " + now(), e);
    }
  }

  private boolean isWithin(ProcessResources other) {
    return other.sockets.containsAll(sockets)
        && other.bpf.containsAll(bpf)
        && other.taps.containsAll(taps)
        && other.sharedMappings.containsAll(sharedMappings)
        && other.loopThreads.containsAll(loopThreads);
  }

  /** The size of the address space, in bytes: it grows with whatever is mapped and kept. */
  public static long addressSpaceBytes() {
    try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("VmSize:"))
          .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Mappings of {@code bytes}, or of several times as much, that nothing but memory is behind:
   * those of a UMEM, if that has a size of its own.
   */
  public static long mappingsOf(long bytes) {
    try (Stream<String> lines = Files.lines(SELF.resolve("maps"))) {
      return lines
          .filter(line -> line.contains(" rw-p 00000000 00:00 0"))
          .map(line -> line.split("[- ]", 3))
          .filter(ends -> (Long.parseLong(ends[1], 16) - Long.parseLong(ends[0], 16)) % bytes == 0)
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> mappings() {
    try (Stream<String> lines = Files.lines(SELF.resolve("maps"))) {
      return lines
          .filter(line -> line.contains("socket:") || line.contains("bpf-map"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Describer {
    String describe(Path entry) throws IOException;
  }

  private static Set<String> entries(String directory, Describer describer, String prefix) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> entries = Files.list(SELF.resolve(directory))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        try {
          String description = describer.describe(entry);
          if (description.startsWith(prefix)) {
            found.add(entry.getFileName() + "=" + description);
          }
        } catch (IOException e) {
          continue; // it has ended meanwhile
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String targetOf(Path descriptor) throws IOException {
    return Files.readSymbolicLink(descriptor).toString();
  }

  private static String nameOf(Path task) throws IOException {
    return Files.readString(task.resolve("comm")).strip();
  }
}
