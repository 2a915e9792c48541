package reactor.xsk.internal.sender;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many random schedules on one thread, a pass of the loop at a time and on a clock of the test's
 * own, with the invariants checked after each pass: a seed repeats everything. (Races of threads
 * are for {@link ThreadedScheduleTest}.) {@code -Dxsk.seed=N} replays the schedule of one seed,
 * {@code -Dxsk.schedules=N} runs more or fewer than the usual ones, from a seed that is different
 * each time.
 */
class SteppedScheduleTest {

  private static final int USUAL = 10_000;

  @Test
  @Timeout(3_600)
  void shouldKeepTheInvariantsInEverySchedule() {
    Long only = Long.getLong("xsk.seed");
    if (only != null) {
      run(only);
      return;
    }
    int schedules = Integer.getInteger("xsk.schedules", USUAL);
    long first = RandomGenerator.getDefault().nextLong() >>> 16;
    System.out.printf("%,d random schedules from seed %d on%n", schedules, first);
    PrintStream errors = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try { // without the warnings: each schedule breaks something
      for (int i = 0; i < schedules; i++) {
        run(first + i);
      }
    } finally {
      System.setErr(errors);
    }
  }

  private static void run(long seed) {
    RandomSchedule schedule = new RandomSchedule(seed);
    try {
      schedule.run();
    } catch (Throwable t) {
      throw new AssertionError(
          "replay with -Dtest=SteppedScheduleTest -Dxsk.seed=%d%n  %s%n%s"
              .formatted(seed, String.join("\n  ", schedule.log()), t.getMessage()),
          t);
    }
  }
}
