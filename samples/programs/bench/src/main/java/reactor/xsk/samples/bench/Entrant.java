package reactor.xsk.samples.bench;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One who takes part: a name, and how to start its process.
 *
 * @param id short name, for {@code --only} and the JSON
 * @param label what the tables call it
 * @param ours whether it is this library
 * @param program the C program that it is, without {@code .c}; null for a JVM contestant
 * @param queues how many queues its wire has
 * @param settings {@code name=value} each, as its program or {@code contestant.Settings} takes them
 */
record Entrant(
    String id,
    String label,
    boolean ours,
    @Nullable String program,
    int queues,
    List<String> settings) {

  /** Ours, with these settings. */
  static Entrant ours(String id, String label, String... settings) {
    return new Entrant(id, label, true, null, 1, with("kind=xsk", settings));
  }

  /** A contestant of another library in a JVM. */
  static Entrant jvm(String id, String label, String kind, String... settings) {
    return new Entrant(id, label, false, null, 1, with("kind=" + kind, settings));
  }

  /** A program in C. */
  static Entrant c(String id, String label, String program, String... settings) {
    return new Entrant(id, label, false, program, 1, List.of(settings));
  }

  /** The same with so many queues, and one thread for each. */
  Entrant withQueues(int count) {
    return new Entrant(id, label, ours, program, count, with("queues=" + count, settings));
  }

  private static List<String> with(String first, String... others) {
    return with(first, List.of(others));
  }

  private static List<String> with(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  boolean isJvm() {
    return program == null;
  }

  /** Whether it sends at all. */
  boolean sends() {
    return !settings.contains("kind=pace") && !settings.contains("kind=wake");
  }
}
