package reactor.xsk.telemetry.internal.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.xsk.telemetry.TelemetryMessage;

/** The operator from records to messages. Its state is in {@link MessageSubscriber}. */
final class MessageFlux<R> extends Flux<TelemetryMessage> implements Scannable {

  private final Publisher<? extends R> source;
  private final Packing<R> packing;
  private final AtomicBoolean inUse;

  MessageFlux(Publisher<? extends R> source, Packing<R> packing, AtomicBoolean inUse) {
    this.source = source;
    this.packing = packing;
    this.inUse = inUse;
  }

  @Override
  public void subscribe(CoreSubscriber<? super TelemetryMessage> actual) {
    if (!inUse.compareAndSet(false, true)) {
      Operators.error(
          actual,
          new IllegalStateException(
              "this exporter has an open stream already: merge the publishers, or use an exporter"
                  + " for each"));
      return;
    }
    source.subscribe(new MessageSubscriber<>(actual, packing, () -> inUse.set(false)));
  }

  @Override
  public int getPrefetch() {
    return packing.prefetch();
  }

  @Override
  @SuppressWarnings("rawtypes") // as Scannable declares it
  public @Nullable Object scanUnsafe(Attr key) {
    if (key == Attr.PARENT) {
      return source;
    }
    if (key == Attr.PREFETCH) {
      return packing.prefetch();
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
