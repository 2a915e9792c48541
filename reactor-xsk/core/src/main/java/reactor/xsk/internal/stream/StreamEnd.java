package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;

/**
 * The end of one stream: signalled once, by the loop, or by a thread that has given up a blocked
 * loop; and not at all to a subscriber that has cancelled.
 */
final class StreamEnd<T> {

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<StreamEnd> SIGNALLED =
      AtomicIntegerFieldUpdater.newUpdater(StreamEnd.class, "signalled");

  private final SendSubscriber<T> edge;
  private final Downstream<T> downstream;
  private volatile int signalled;

  StreamEnd(SendSubscriber<T> edge, Downstream<T> downstream) {
    this.edge = edge;
    this.downstream = downstream;
  }

  /** The source ended: without an error, or with its own. */
  void signal(SendReport account, @Nullable Throwable error) {
    if (edge.isCancelled() || !SIGNALLED.compareAndSet(this, 0, 1)) {
      return;
    }
    try {
      downstream.end(account, error);
    } catch (Throwable t) {
      UserCode.drop(t, edge.currentContext());
    }
  }

  /** The sender ended the stream before its source did. */
  void signalCut(SendReport account, XskException why) {
    XskException error = why.endingStream(account);
    Throwable own = edge.error();
    if (own != null) {
      error.addSuppressed(own); // is not lost, whichever came first
    }
    signal(account, error);
  }
}
