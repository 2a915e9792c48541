package reactor.xsk.samples.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of a process so far.
 *
 * @param totalNs what all its threads ran, exact
 * @param compilersNs of this, what the compilers of a JVM ran
 * @param sourceNs of this, what a source's thread ran that waits busily
 * @param userTicks of all, in user mode, in ticks
 * @param systemTicks of all, in the kernel, in ticks
 */
public record ProcessTime(
    long totalNs, long compilersNs, long sourceNs, long userTicks, long systemTicks) {

  /** No time. */
  public static final ProcessTime NONE = new ProcessTime(0, 0, 0, 0, 0);

  private static final String SOURCE = "paced source";
  private static final String COMPILER = "CompilerThre"; // the kernel keeps 15 characters
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** The time of process {@code pid}. */
  public static ProcessTime of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // behind the name, which may hold anything
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long totalNs = 0;
    long compilersNs = 0;
    long sourceNs = 0;
    for (Path task : tasks(pid)) {
      String name = read(task.resolve("comm"));
      long ns = ranNs(read(task.resolve("schedstat")));
      totalNs += ns;
      compilersNs += name.contains(COMPILER) ? ns : 0;
      sourceNs += name.equals(SOURCE) ? ns : 0;
    }
    return new ProcessTime(
        totalNs,
        compilersNs,
        sourceNs,
        Long.parseLong(fields[USER]),
        Long.parseLong(fields[SYSTEM]));
  }

  private static List<Path> tasks(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return ""; // the thread has just ended
    }
  }

  private static long ranNs(String schedstat) {
    return schedstat.isEmpty() ? 0 : Long.parseLong(schedstat.split(" ")[0]);
  }

  /** The time since {@code earlier}. */
  public ProcessTime since(ProcessTime earlier) {
    return new ProcessTime(
        totalNs - earlier.totalNs,
        compilersNs - earlier.compilersNs,
        sourceNs - earlier.sourceNs,
        userTicks - earlier.userTicks,
        systemTicks - earlier.systemTicks);
  }

  /** Both together. */
  public ProcessTime plus(ProcessTime other) {
    return new ProcessTime(
        totalNs + other.totalNs,
        compilersNs + other.compilersNs,
        sourceNs + other.sourceNs,
        userTicks + other.userTicks,
        systemTicks + other.systemTicks);
  }

  /** The part in user mode. */
  public double userShare() {
    long ticks = userTicks + systemTicks;
    return ticks == 0 ? 0 : (double) userTicks / ticks;
  }
}
