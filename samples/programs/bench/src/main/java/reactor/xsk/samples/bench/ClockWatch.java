package reactor.xsk.samples.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A thread that sends nothing and looks at the clock, again and again: how much later it sees each
 * moment of a fixed rate than it is. That is what the machine adds to whoever waits busily.
 */
final class ClockWatch {

  /** Its id beside those of the entrants. */
  static final String ID = "clock";

  static final String LABEL = "no packet: how late a thread is that looks at the clock";

  private static final int DIGITS = 3;
  private static final int WARM_UP_LOOKS = 200_000;

  private ClockWatch() {}

  static FixedRate measure(int rate, int round, Duration interval) {
    watch(WARM_UP_LOOKS, 5_000);
    long moments = Math.max(1, rate * interval.toMillis() / 1_000);
    Histogram late = watch(moments, 1_000_000_000L / rate);
    return new FixedRate(
        ID,
        rate,
        round,
        moments,
        rate,
        late.getValueAtPercentile(50),
        late.getValueAtPercentile(99),
        late.getValueAtPercentile(99.9),
        late.getMaxValue(),
        100,
        0,
        null);
  }

  private static Histogram watch(long moments, long everyNs) {
    Histogram late = new Histogram(DIGITS);
    long startNs = System.nanoTime();
    for (long n = 1; n <= moments; n++) {
      long dueNs = startNs + n * everyNs;
      long left = dueNs - System.nanoTime();
      while (left > 0) {
        Thread.onSpinWait();
        left = dueNs - System.nanoTime();
      }
      late.recordValue(-left);
    }
    return late;
  }
}
