package reactor.xsk.samples.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Flows, in the middle of which the cable is out, until the exporter knows that some of them were
 * lost, or for two seconds.
 */
final class Outage {

  static final int FLOWS_BEFORE = 2_000;

  private static final Duration LOOK = Duration.ofMillis(1);
  private static final int MOST_LOOKS = 2_000;

  private final Cable cable;
  private final AtomicLong number = new AtomicLong();

  Outage(Cable cable) {
    this.cable = cable;
  }

  /** So many flows, then flows while the cable is out, then as many again. */
  Flux<Flow> flows(BooleanSupplier allArrived, BooleanSupplier someLost) {
    return Flux.concat(
        some(),
        until(allArrived).then(plug(false)).thenMany(Flux.<Flow>empty()),
        until(someLost).map(tick -> next()),
        plug(true).thenMany(some()));
  }

  private Flux<Flow> some() {
    return Flux.range(0, FLOWS_BEFORE).map(i -> next());
  }

  private Flow next() {
    return Flow.of(number.getAndIncrement());
  }

  private Mono<Void> plug(boolean in) {
    return Mono.<Void>fromRunnable(() -> cable.plug(in)).subscribeOn(Schedulers.boundedElastic());
  }

  private static Flux<Long> until(BooleanSupplier condition) {
    return Flux.interval(LOOK)
        .takeUntil(tick -> condition.getAsBoolean() || tick == MOST_LOOKS)
        .onBackpressureDrop();
  }
}
