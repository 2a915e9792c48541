package reactor.xsk.samples.xskgen;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskSender;

/**
 * How long a packet takes from its writer to its completion: a stream of its own, of one packet at
 * a time and at most one in a while, beside the load.
 */
final class LatencyProbe {

  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final int DIGITS = 3;

  private final ConcurrentHistogram latenciesNs =
      new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), DIGITS);

  /** A probe in flight. */
  private static final class Probe {
    private long writtenNs;
  }

  /** Sends a probe for each of {@code items}, which may be subscribed twice; the first at once. */
  Mono<Void> send(XskSender sender, Flux<?> items, PacketWriter<Object> writer) {
    Flux<Probe> probes =
        Flux.concat(items.take(1), items.delayElements(PAUSE)).map(item -> new Probe());
    return sender
        .sendWithResults(
            probes,
            (Probe probe, MemorySegment frame) -> {
              probe.writtenNs = System.nanoTime();
              return writer.write(probe, frame);
            })
        .doOnNext(
            result -> {
              if (result.outcome() == SendOutcome.COMPLETED) {
                record(System.nanoTime() - result.item().writtenNs);
              }
            })
        .then();
  }

  private void record(long latencyNs) {
    latenciesNs.recordValue(Math.min(latencyNs, latenciesNs.getHighestTrackableValue()));
  }

  /** How many were completed. */
  long count() {
    return latenciesNs.getTotalCount();
  }

  /** Microseconds that this part of them took at most; 0 without any. */
  double micros(double percent) {
    return latenciesNs.getValueAtPercentile(percent) / 1e3;
  }
}
