package reactor.xsk.samples.bench.contestant;

import java.util.concurrent.locks.LockSupport;

/** Lets a thread wait for the moments of a fixed rate; what it is late with is due at once. */
final class Pace {

  private final long rate;

  /** Whether the thread sleeps until then, as a program that has other things to do would. */
  private final boolean parks;

  private final long startNs = System.nanoTime();
  private long count;

  private Pace(long rate, boolean parks) {
    this.rate = rate;
    this.parks = parks;
  }

  /** The rate of the settings; with {@code wait=park} the thread sleeps, else it waits busily. */
  static Pace of(Settings settings) {
    return new Pace(settings.rate(), settings.text("wait", "spin").equals("park"));
  }

  /** Waits for the next moment. */
  void await() {
    long dueNs = startNs + ++count * 1_000_000_000L / rate;
    for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
      if (parks) {
        LockSupport.parkNanos(left);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
