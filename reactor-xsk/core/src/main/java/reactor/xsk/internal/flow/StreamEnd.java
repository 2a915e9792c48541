package reactor.xsk.internal.flow;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/** How a stream ends: the one signal that its subscriber gets, with the account. Loop thread. */
final class StreamEnd<T> {

  private final SendSubscriber<T> edge;
  private final Downstream<T> downstream;
  private final Tally tally;

  StreamEnd(SendSubscriber<T> edge, Downstream<T> downstream, Tally tally) {
    this.edge = edge;
    this.downstream = downstream;
    this.tally = tally;
  }

  /** As the source ended. */
  void asTheSource() {
    signal(edge.error());
  }

  /** Because of {@code why}; an error of the source is not lost, whichever came first. */
  void with(XskException why) {
    XskException end = why.endingStream(tally.report());
    Throwable own = edge.error();
    if (own != null) {
      end.addSuppressed(own);
    }
    signal(end);
  }

  private void signal(@Nullable Throwable error) {
    if (edge.isCancelled()) {
      return;
    }
    try {
      downstream.end(tally.report(), error);
    } catch (Throwable t) {
      UserCode.drop(t, edge.currentContext());
    }
  }
}
