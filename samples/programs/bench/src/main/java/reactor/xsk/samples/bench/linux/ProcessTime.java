package reactor.xsk.samples.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time of a process so far.
 *
 * @param totalNs what all its threads ran, exact
 * @param userTicks of this, in user mode, in ticks
 * @param systemTicks of this, in the kernel, in ticks
 */
public record ProcessTime(long totalNs, long userTicks, long systemTicks) {

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** The time of process {@code pid}. */
  public static ProcessTime of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // behind the name, which may hold anything
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new ProcessTime(
        ranNs(pid), Long.parseLong(fields[USER]), Long.parseLong(fields[SYSTEM]));
  }

  private static long ranNs(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.mapToLong(task -> ranNs(task.resolve("schedstat"))).sum();
    }
  }

  private static long ranNs(Path schedstat) {
    try {
      return Long.parseLong(Files.readString(schedstat).split(" ")[0]);
    } catch (IOException e) {
      return 0; // the thread has just ended
    }
  }

  /** The time since {@code earlier}. */
  public ProcessTime since(ProcessTime earlier) {
    return new ProcessTime(
        totalNs - earlier.totalNs,
        userTicks - earlier.userTicks,
        systemTicks - earlier.systemTicks);
  }

  /** Both together. */
  public ProcessTime plus(ProcessTime other) {
    return new ProcessTime(
        totalNs + other.totalNs, userTicks + other.userTicks, systemTicks + other.systemTicks);
  }

  /** The part in user mode. */
  public double userShare() {
    long ticks = userTicks + systemTicks;
    return ticks == 0 ? 0 : (double) userTicks / ticks;
  }
}
