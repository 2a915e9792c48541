package reactor.xsk.samples.demo;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Closes the loop over the wire: a source that is zipped with credits emits one item for each
 * credit. There are as many as packets may be under way, and a packet that arrives gives its credit
 * back. So the source runs at the pace of the receiver, which is never made to drop anything.
 */
final class Credits {

  private static final Object CREDIT = new Object();

  private final Sinks.Many<Object> returned = Sinks.many().unicast().onBackpressureBuffer();
  private final int window;

  Credits(int window) {
    this.window = window;
  }

  /** Lets items through as credits allow. */
  <T> Flux<T> pace(Flux<T> items) {
    Flux<Object> credits = Flux.concat(Flux.range(0, window).map(i -> CREDIT), returned.asFlux());
    return Flux.zip(items, credits, (item, credit) -> item);
  }

  /** A packet has arrived, or will not. */
  synchronized void giveBack() {
    returned.tryEmitNext(CREDIT); // once the stream has ended it is not taken, which is fine
  }
}
