package reactor.xsk.samples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import reactor.xsk.samples.bench.linux.ProcessTime;

/**
 * What an entrant sends before it is measured: for some time, and on until the compilers of its JVM
 * rest, but not longer than a bound.
 */
record WarmUp(Duration least) {

  private static final int MOST_TIMES = 3;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final long RESTING_NS = 1_000_000;
  private static final Duration C_PROGRAM = Duration.ofMillis(300);

  /** Lets {@code child} warm up. */
  void of(Entrant entrant, Child child) throws IOException {
    if (!entrant.isJvm()) {
      sleep(C_PROGRAM);
      return;
    }
    long startNs = System.nanoTime();
    sleep(least);
    long before = compilersNs(child);
    for (int rests = 0; rests < 2; ) {
      if (System.nanoTime() - startNs > MOST_TIMES * least.toNanos()) {
        return; // the table says what was compiled in the measurement
      }
      sleep(LOOK_EVERY);
      long now = compilersNs(child);
      rests = now - before <= RESTING_NS ? rests + 1 : 0;
      before = now;
    }
  }

  private static long compilersNs(Child child) throws IOException {
    return ProcessTime.of(child.pid()).compilersNs();
  }

  static void sleep(Duration duration) {
    long untilNs = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = untilNs - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
