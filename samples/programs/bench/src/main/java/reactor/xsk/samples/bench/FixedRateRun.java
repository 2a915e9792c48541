package reactor.xsk.samples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.contestant.Traffic;
import reactor.xsk.samples.bench.linux.Arrivals;
import reactor.xsk.samples.bench.linux.ProcessTime;
import reactor.xsk.samples.bench.linux.Wire;

/** Measures an entrant at a fixed rate, over a wire whose far end does not drop. */
record FixedRateRun(Wire wire, Programs programs, WarmUp warmUp, Duration interval) {

  private static final int SIZE = 64;
  private static final int DIGITS = 3;

  /** So that the ring of arrivals stays below 256 MiB. */
  private static final int MOST_PACKETS = 500_000;

  private static final Duration SLACK = Duration.ofMillis(500);

  FixedRate measure(Entrant entrant, int rate, int round)
      throws IOException, Child.UnavailableException {
    long mostMillis = MOST_PACKETS * 1_000L / rate;
    Duration measured = Duration.ofMillis(Math.min(interval.toMillis(), mostMillis));
    long room = rate * measured.plus(SLACK).toMillis() / 1_000 + 1_000;
    Histogram histogram = new Histogram(DIGITS);
    try (Child child = Child.start(programs.command(entrant, wire, SIZE, rate))) {
      warmUp.of(entrant, child);
      // the ring is opened after the warm-up, so that it holds the interval alone
      try (Arrivals arrivals =
          new Arrivals(Wire.indexOf(wire.far()), (int) room, Traffic.HEADER_BYTES)) {
        Reading before = Reading.of(child);
        WarmUp.sleep(measured);
        Reading after = Reading.of(child);
        child.stop();
        arrivals.drain(SIZE, ns -> histogram.recordValue(Math.max(0, ns)));
        if (histogram.getTotalCount() == 0 && entrant.sends()) {
          throw new IOException(entrant.label() + ": nothing arrived");
        }
        return of(entrant, rate, round, histogram, after.since(before));
      }
    }
  }

  private static FixedRate of(
      Entrant entrant, int rate, int round, Histogram histogram, Reading spent) {
    double seconds = spent.clockNs / 1e9;
    double packets = entrant.sends() ? histogram.getTotalCount() : rate * seconds;
    return new FixedRate(
        entrant.id(),
        rate,
        round,
        histogram.getTotalCount(),
        histogram.getTotalCount() / seconds,
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue(),
        100.0 * spent.time.totalNs() / spent.clockNs,
        (spent.time.totalNs() - spent.time.sourceNs()) / packets,
        spent.windows == 0 ? null : (double) spent.sent / spent.windows);
  }

  /** What a process has spent and done so far. */
  private record Reading(long clockNs, ProcessTime time, long sent, long windows) {

    static Reading of(Child child) throws IOException {
      Map<String, Long> figures = child.figures();
      return new Reading(
          System.nanoTime(),
          ProcessTime.of(child.pid()),
          orZero(figures.get("sent")),
          orZero(figures.get("windows")));
    }

    private static long orZero(@Nullable Long figure) {
      return figure == null ? 0 : figure;
    }

    Reading since(Reading earlier) {
      return new Reading(
          clockNs - earlier.clockNs,
          time.since(earlier.time),
          sent - earlier.sent,
          windows - earlier.windows);
    }
  }
}
