package reactor.xsk.samples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.xsk.samples.bench.contestant.Traffic;
import reactor.xsk.samples.bench.linux.Arrivals;
import reactor.xsk.samples.bench.linux.Wire;

/** Measures the latency of an entrant at a fixed rate, over a wire whose far end does not drop. */
record LatencyRun(Wire wire, @Nullable Path txonly, Duration warmUp, Duration interval) {

  private static final int SIZE = 64;
  private static final int DIGITS = 3;

  Latency measure(Entrant entrant, int rate, int round)
      throws IOException, Child.UnavailableException {
    long room = rate * (warmUp.plus(interval).toMillis() + 2_000) / 1_000;
    Histogram histogram = new Histogram(DIGITS);
    try (Child child = Child.start(entrant, wire, SIZE, rate, txonly)) {
      RateRun.sleep(warmUp);
      // the ring is opened after the warm-up, so that it holds the interval alone
      try (Arrivals arrivals =
          new Arrivals(Wire.indexOf(wire.far()), (int) room, Traffic.HEADER_BYTES)) {
        RateRun.sleep(interval);
        child.stop();
        arrivals.drain(SIZE, ns -> histogram.recordValue(Math.max(0, ns)));
      }
    }
    if (histogram.getTotalCount() == 0) {
      throw new IOException(entrant.label() + ": nothing arrived");
    }
    return new Latency(
        entrant.id(),
        rate,
        round,
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
