package reactor.xsk.telemetry.collector;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random cases. {@code -Dxsk.templates=N} runs more than the few of the build; a failure says the
 * seed of its case, which {@code -Dxsk.seed=N} runs alone.
 */
final class Cases {

  private Cases() {}

  static void run(int count, Consumer<SplittableRandom> test) {
    Long only = Long.getLong("xsk.seed");
    long first = only == null ? System.nanoTime() : only;
    int cases = only == null ? Integer.getInteger("xsk.templates", count) : 1;
    for (long seed = first; seed < first + cases; seed++) {
      try {
        test.accept(new SplittableRandom(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("replay with -Dxsk.seed=" + seed, e);
      }
    }
  }
}
