package reactor.xsk.samples;

import java.time.Duration;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;

/** A source that emits at a given rate, in small bursts every millisecond. */
public final class Pace {

  private static final Duration TICK = Duration.ofMillis(1);

  private Pace() {}

  /**
   * Counts 0, 1, 2, … at a rate. What was late, because the subscriber or the machine was busy, is
   * made up for, so that the average holds.
   *
   * @param perSecond items per second, 1 or more
   */
  public static Flux<Long> at(long perSecond) {
    return Flux.defer(
        () -> {
          long startNs = System.nanoTime();
          long[] emitted = {0};
          return Flux.interval(TICK)
              .onBackpressureDrop()
              .concatMapIterable(
                  tick -> {
                    double seconds = (System.nanoTime() - startNs) / 1e9;
                    long from = emitted[0];
                    emitted[0] = Math.max(from, (long) (seconds * perSecond));
                    return LongStream.range(from, emitted[0])::iterator;
                  });
        });
  }
}
