package reactor.xsk.internal.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskException;

/**
 * The open streams of a sender. They come through a queue from any thread; everything else happens
 * on the loop thread.
 */
final class Streams {

  private final TxCounters counters;
  private final DemandBudget budget;
  private final Waker waker;
  private final Consumer<? super SendReport> reportListener;

  // any thread puts, the loop takes; one entry per call of send
  private final Queue<Source<?>> arrivals = new ConcurrentLinkedQueue<>();
  private volatile @Nullable XskException refusal;

  // loop thread
  private final List<Source<?>> open = new ArrayList<>();
  private int turn;

  Streams(
      TxCounters counters,
      DemandBudget budget,
      Waker waker,
      Consumer<? super SendReport> reportListener) {
    this.counters = counters;
    this.budget = budget;
    this.waker = waker;
    this.reportListener = reportListener;
  }

  // ---- any thread

  /** Adds a stream. Returns false if the sender takes none any more; the stream has ended then. */
  boolean register(Source<?> source) {
    arrivals.add(source);
    waker.wake();
    boolean taken = refusal == null;
    if (!taken) {
      refuseArrivals();
    }
    return taken;
  }

  /** After the loop has ended, whoever comes empties the queue: each stream is taken out once. */
  private void refuseArrivals() {
    XskException why = refusal;
    for (Source<?> s = arrivals.poll(); why != null && s != null; s = arrivals.poll()) {
      s.endWith(why);
      report(s);
    }
  }

  // ---- the loop thread

  /** Admits new streams. Returns whether there were any. */
  boolean admit() {
    if (refusal != null) {
      refuseArrivals();
      return false;
    }
    Source<?> source = arrivals.poll();
    boolean any = source != null;
    for (; source != null; source = arrivals.poll()) {
      open.add(source);
    }
    return any;
  }

  /** Ends the streams of which nothing is left. Returns whether there were any. */
  boolean endFinished() {
    boolean any = false;
    for (int i = open.size() - 1; i >= 0; i--) {
      Source<?> source = open.get(i);
      if (source.isCancelled()) {
        source.retire(budget);
      }
      if (source.isFinished()) {
        open.remove(i);
        showOpen(); // before the end is signalled, so that whoever hears it sees it counted
        source.retire(budget);
        source.end();
        report(source);
        any = true;
      }
    }
    showOpen();
    return any;
  }

  private void report(Source<?> source) {
    try {
      reportListener.accept(source.report());
    } catch (Throwable t) {
      UserCode.drop(t, Context.empty());
    }
  }

  private void showOpen() {
    counters.set(Counter.OPEN_STREAMS, open.size());
  }

  /** Stage 7: freed frames become requests, beginning with the stream whose turn it is. */
  void demand(int uncommittedFrames) {
    for (int i = 0; i < open.size(); i++) {
      inTurn(i).demand(budget, uncommittedFrames, open.size());
    }
  }

  /** Stage 2: streams in turn hand over what they have, until the window is full. */
  boolean fill(Window window, int most, int uncommittedFrames) {
    int left = most;
    int served = 0;
    for (int i = 0; i < open.size() && left > 0; i++) {
      int taken = inTurn(i).take(window, left, budget, uncommittedFrames - (most - left));
      left -= taken;
      served = taken > 0 ? i + 1 : served;
    }
    turn = open.isEmpty() ? 0 : (turn + served) % open.size();
    return left < most;
  }

  private Source<?> inTurn(int i) {
    return open.get((turn + i) % open.size());
  }

  /** Whether no stream has anything left to take, or will have. */
  boolean areExhausted() {
    for (int i = 0; i < open.size(); i++) {
      if (!open.get(i).isExhausted()) {
        return false;
      }
    }
    return true;
  }

  /** Takes nothing more from any source, and no further stream; those that come get {@code why}. */
  void stopIntake(XskException why) {
    refusal = why;
    refuseArrivals();
    open.forEach(source -> source.stopIntake(why));
  }

  /** Discards what was handed over and not taken. */
  void discardHandedOver() {
    open.forEach(source -> source.retire(budget));
  }

  /** Ends all streams with {@code why}. */
  void endAll(XskException why) {
    List<Source<?>> ending = List.copyOf(open);
    open.clear();
    showOpen();
    for (Source<?> source : ending) {
      source.endWith(why);
      report(source);
    }
  }
}
