package reactor.xsk.internal.stream;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskConfig;

/** Makes a subscription into a stream of the sender, on the subscriber's thread. */
public final class StreamStarter {

  private final Streams streams;
  private final TxCounters counters;
  private final int frameCount;
  private final int prefetch;

  public StreamStarter(Streams streams, TxCounters counters, XskConfig config) {
    this.streams = streams;
    this.counters = counters;
    this.frameCount = config.frameCount();
    this.prefetch = config.prefetch();
  }

  /** Most items that a source is asked for ahead, and that wait to be taken. */
  public int prefetch() {
    return prefetch;
  }

  /** What a publisher of streams says of itself, to {@code Scannable}. */
  static @Nullable Object scan(Attr<?> key, Publisher<?> items, Supplier<StreamStarter> lanes) {
    if (key == Attr.PARENT) {
      return items;
    }
    if (key == Attr.PREFETCH) {
      return lanes.get().prefetch();
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }

  /** Most results of one stream that wait for its subscriber. */
  int mostResults() {
    return frameCount + prefetch;
  }

  <T> SendSubscriber<T> edge(CoreSubscriber<?> actual) {
    return new SendSubscriber<>(actual, streams.newReadiness(), prefetch);
  }

  /** The stream of {@code edge}; made before there can be a signal. */
  <T> Source<T> source(
      SendSubscriber<T> edge, PacketWriter<? super T> writer, Downstream<T> downstream) {
    return new Source<>(edge, writer, downstream, counters, frameCount);
  }

  /**
   * Registers the stream first, so that it has an end whatever its source does; then subscribes.
   */
  <T> void start(Publisher<? extends T> items, SendSubscriber<T> edge, Source<T> source) {
    if (streams.register(source)) {
      try {
        Flux.<T>from(items).subscribe(edge);
      } catch (Throwable t) {
        edge.onError(t);
        Exceptions.throwIfJvmFatal(t);
      }
    }
  }
}
