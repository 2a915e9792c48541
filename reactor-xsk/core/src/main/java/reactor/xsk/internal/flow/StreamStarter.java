package reactor.xsk.internal.flow;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;

/** Makes a subscription into a stream of the sender, on the subscriber's thread. */
final class StreamStarter {

  /** Windows that a source is asked for ahead: one in work, others on their way. */
  private static final int WINDOWS_AHEAD = 4;

  private final Streams streams;
  private final TxCounters counters;
  private final Waker waker;
  private final int frameCount;
  private final int batchSize;

  StreamStarter(Streams streams, TxCounters counters, Waker waker, int frameCount, int batchSize) {
    this.streams = streams;
    this.counters = counters;
    this.waker = waker;
    this.frameCount = frameCount;
    this.batchSize = batchSize;
  }

  /** Most items that a source is asked for ahead. */
  static int prefetch(int frameCount, int batchSize) {
    return Math.min(frameCount, WINDOWS_AHEAD * batchSize);
  }

  int prefetch() {
    return prefetch(frameCount, batchSize);
  }

  /** Most items and results of one stream in the sender's hands. */
  int mostHeld() {
    return frameCount;
  }

  void wake() {
    waker.wake();
  }

  <T> SendSubscriber<T> edge(CoreSubscriber<?> actual) {
    return new SendSubscriber<>(actual, waker, prefetch());
  }

  /**
   * Registers the stream first, so that it has an end whatever its source does; then subscribes.
   */
  <T> void start(
      Publisher<? extends T> items,
      PacketWriter<? super T> writer,
      SendSubscriber<T> edge,
      Downstream<T> downstream) {
    if (streams.register(new Source<>(edge, writer, downstream, counters, mostHeld()))) {
      try {
        Flux.<T>from(items).subscribe(edge);
      } catch (Throwable t) {
        edge.onError(t);
        Exceptions.throwIfJvmFatal(t);
      }
    }
  }
}
