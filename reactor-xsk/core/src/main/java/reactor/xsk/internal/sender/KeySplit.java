package reactor.xsk.internal.sender;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;
import reactor.xsk.internal.stream.MonoSend;

/**
 * One stream over several lanes: all items with the same key go to the same lane, in order. Each
 * lane gets a part, which is a stream of its own; the report is the sum of the parts. Once a lane
 * ends its part, no further item is taken, and the other parts are sent to their end.
 */
final class KeySplit<T> {

  /** What became of one lane's part. */
  private record Part(SendReport report, @Nullable XskException failure) {

    Part plus(Part other) {
      return new Part(report.plus(other.report), failure == null ? other.failure : failure);
    }
  }

  private static final Part NOTHING = new Part(SendReport.builder().build(), null);

  private final Lanes lanes;
  private final Function<? super T, ?> keyOf;
  private final PacketWriter<? super T> writer;

  KeySplit(Lanes lanes, Function<? super T, ?> keyOf, PacketWriter<? super T> writer) {
    this.lanes = lanes;
    this.keyOf = keyOf;
    this.writer = writer;
  }

  Mono<SendReport> send(Publisher<? extends T> items) {
    return Mono.defer(() -> subscribed(items));
  }

  private Mono<SendReport> subscribed(Publisher<? extends T> items) {
    Sinks.Empty<Void> stop = Sinks.empty();
    int prefetch = lanes.all().size() * lanes.leastBusy().starter().prefetch();
    return Flux.<T>from(items)
        .takeUntilOther(stop.asMono())
        .groupBy(this::laneOf, prefetch)
        .flatMapDelayError(part -> send(part, stop), lanes.all().size(), 1)
        .reduce(NOTHING, Part::plus)
        .flatMap(KeySplit::result)
        .onErrorMap(KeyFailure.class, KeyFailure::thrown);
  }

  /**
   * Whatever the key function throws is the end of this stream: what Reactor counts as fatal to the
   * JVM would go up the source's thread, and leave the parts without an end.
   */
  private Lane laneOf(T item) {
    try {
      return lanes.ofKey(keyOf.apply(item));
    } catch (Throwable t) {
      throw new KeyFailure(t);
    }
  }

  /** Carries what the key function threw past Reactor's operators. */
  private static final class KeyFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Throwable thrown;

    KeyFailure(Throwable thrown) {
      super(null, thrown, false, false);
      this.thrown = thrown;
    }

    Throwable thrown() {
      return thrown;
    }
  }

  private Mono<Part> send(GroupedFlux<Lane, T> part, Sinks.Empty<Void> stop) {
    return MonoSend.<T>assembled(part.key()::starter, part, writer)
        .map(report -> new Part(report, null))
        .onErrorResume(error -> ended(part, stop, error));
  }

  /** The error of the source comes from the source too, after the parts. */
  private Mono<Part> ended(GroupedFlux<Lane, T> part, Sinks.Empty<Void> stop, Throwable error) {
    if (!(error instanceof XskException failure) || failure.report() == null) {
      return Mono.empty();
    }
    stop.tryEmitEmpty();
    // a lane that refused its part has not subscribed to it: the discard hook gets what is there
    return part.ignoreElements().onErrorComplete().thenReturn(new Part(failure.report(), failure));
  }

  private static Mono<SendReport> result(Part sum) {
    XskException failure = sum.failure();
    return failure == null
        ? Mono.just(sum.report())
        : Mono.error(failure.endingStream(sum.report()));
  }
}
