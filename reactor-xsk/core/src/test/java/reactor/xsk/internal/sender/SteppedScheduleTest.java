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
 * are for {@link ThreadedScheduleTest}.) The build runs the same schedules each time, {@code
 * -Dxsk.schedules=N} other ones each time, and {@code -Dxsk.seed=N} the schedule of one seed.
 */
class SteppedScheduleTest {

  private static final int SCHEDULES_OF_THE_BUILD = 10_000;
  private static final long SEED_OF_THE_BUILD = 54_462_456_040_000L;

  @Test
  @Timeout(3_600)
  void shouldKeepTheInvariantsInEverySchedule() {
    Long only = Long.getLong("xsk.seed");
    if (only != null) {
      run(only);
      return;
    }
    Integer others = Integer.getInteger("xsk.schedules");
    int schedules = others == null ? SCHEDULES_OF_THE_BUILD : others;
    long first =
        others == null ? SEED_OF_THE_BUILD : RandomGenerator.getDefault().nextLong() >>> 16;
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
