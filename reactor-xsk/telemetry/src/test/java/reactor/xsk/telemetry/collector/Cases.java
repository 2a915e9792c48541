package reactor.xsk.telemetry.collector;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random cases, in the build the same each time. {@code -Dxsk.templates=N} runs N others; a failure
 * says the seed of its case, which {@code -Dxsk.seed=N} runs alone.
 */
final class Cases {

  private static final long SEED_OF_THE_BUILD = 13;

  private Cases() {}

  static void run(int count, Consumer<SplittableRandom> test) {
    Long only = Long.getLong("xsk.seed");
    Integer others = Integer.getInteger("xsk.templates");
    long first = only != null ? only : others != null ? System.nanoTime() : SEED_OF_THE_BUILD;
    int cases = only != null ? 1 : others != null ? others : count;
    for (long seed = first; seed < first + cases; seed++) {
      try {
        test.accept(new SplittableRandom(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("replay with -Dxsk.seed=" + seed, e);
      }
    }
  }
}
