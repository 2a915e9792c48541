package reactor.xsk.support;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a check over random sequences. A failure names the seed; {@code -Dtest.seed=} replays it.
 */
public final class RandomSequences {

  private RandomSequences() {}

  /** Runs {@code check} with {@code count} seeds, or with the one given on the command line. */
  public static void run(int count, Consumer<Random> check) {
    Long replay = Long.getLong("test.seed");
    if (replay != null) {
      check.accept(new Random(replay));
      return;
    }
    Random seeds = new Random(); // not one after the other: neighbours start alike
    for (int i = 0; i < count; i++) {
      long seed = seeds.nextLong();
      try {
        check.accept(new Random(seed));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("failed with -Dtest.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
