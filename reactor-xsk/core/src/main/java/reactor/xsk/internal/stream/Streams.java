package reactor.xsk.internal.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskException;

/**
 * The open streams of a sender. New streams and signals come from any thread; everything else
 * happens on the loop thread, which looks only at streams that have something: a pass costs the
 * same beside ten thousand idle streams as beside none.
 */
public final class Streams {

  private final TxCounters counters;
  private final Runnable waker;
  private final Consumer<? super SendReport> reportListener;
  private final ReadyList ready;

  // any thread; all streams that have not ended, for whoever must end them from outside
  private final Set<Source<?>> alive = ConcurrentHashMap.newKeySet();
  // any thread puts, the loop takes; one entry per call of send
  private final Queue<Source<?>> arrivals = new ConcurrentLinkedQueue<>();
  private volatile @Nullable XskException refusal;

  // loop thread
  private final List<Source<?>> open = new ArrayList<>();
  private final ArrayDeque<Source<?>> turns = new ArrayDeque<>();
  private final ArrayDeque<Source<?>> toRequest = new ArrayDeque<>();
  private int exhausted;

  public Streams(TxCounters counters, Runnable waker, Consumer<? super SendReport> reportListener) {
    this.counters = counters;
    this.waker = waker;
    this.reportListener = reportListener;
    this.ready = new ReadyList(waker);
  }

  // ---- any thread

  /** How a new stream signals that it has something. */
  Readiness newReadiness() {
    return ready.entry();
  }

  /** Adds a stream. Returns false if the sender takes none any more; the stream has ended then. */
  boolean register(Source<?> source) {
    alive.add(source);
    arrivals.add(source);
    waker.run();
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

  /** Whether the sender takes no further stream. */
  public boolean isRefusing() {
    return refusal != null;
  }

  /** Streams that have not ended. */
  public int count() {
    return alive.size();
  }

  /**
   * Ends all streams while the loop is blocked, and refuses those that come. When the loop comes
   * back, it finds them cancelled.
   */
  public void abandon(XskException why) {
    refusal = why;
    counters.snapshot(); // reads what the loop wrote last: its accounts are then seen up to there
    for (Source<?> source : alive) {
      source.abandon(why);
    }
  }

  // ---- the loop thread

  /** Admits new streams, and looks at those that were signalled. Returns whether there were any. */
  public boolean attend() {
    Readiness signalled = ready.takeAll(); // first: what is in it has arrived before it
    boolean any = signalled != null | admit();
    while (signalled != null) {
      Readiness next = signalled.next();
      signalled.unlist();
      Source<?> source = signalled.source();
      if (source != null && source.isOpen()) {
        look(source);
      }
      signalled = next;
    }
    return any;
  }

  private boolean admit() {
    if (refusal != null) {
      refuseArrivals();
      return false;
    }
    Source<?> source = arrivals.poll();
    boolean any = source != null;
    for (; source != null; source = arrivals.poll()) {
      source.setPlace(open.size());
      open.add(source);
      showOpen();
      look(source);
    }
    return any;
  }

  private void look(Source<?> source) {
    if (source.isCancelled()) {
      source.retire();
    }
    noteExhaustion(source);
    if (source.isFinished()) {
      close(source);
      source.retire();
      source.end();
      report(source);
      return;
    }
    if (source.isReady() && source.enterTurns()) {
      turns.add(source);
    }
    noteDemand(source);
  }

  private void noteExhaustion(Source<?> source) {
    exhausted += source.noteExhaustion();
  }

  private void noteDemand(Source<?> source) {
    if (source.demand().note()) {
      toRequest.add(source);
    }
  }

  /** Before the end is signalled, so that the subscriber sees it counted. */
  private void close(Source<?> source) {
    int place = source.place();
    Source<?> last = open.removeLast();
    if (last != source) {
      open.set(place, last);
      last.setPlace(place);
    }
    source.setPlace(Source.NOWHERE);
    exhausted--;
    showOpen();
  }

  /** The last that happens to a stream. */
  private void report(Source<?> source) {
    alive.remove(source);
    try {
      reportListener.accept(source.report());
    } catch (Throwable t) {
      UserCode.drop(t, Context.empty());
    }
  }

  private void showOpen() {
    counters.set(Counter.OPEN_STREAMS, open.size());
  }

  /**
   * Stage 7: what was taken is requested again, in batches; a new stream gets its first request.
   */
  public void demand() {
    for (int n = toRequest.size(); n > 0; n--) {
      Source<?> source = toRequest.remove();
      if (source.isOpen() && source.demand().request() && source.enterTurns()) {
        turns.add(source);
      }
    }
  }

  /** Stage 2: streams in turn hand over what they have, until the window is full. */
  public boolean fill(ItemSink window, int most) {
    int left = most;
    for (int n = turns.size(); n > 0 && left > 0; n--) {
      Source<?> source = turns.remove();
      if (source.isOpen()) {
        left -= source.take(window, left);
        boolean again = left == 0;
        if (!again) {
          int late = source.leaveTurns(window, left);
          left -= late;
          again = late > 0;
        }
        if (again) {
          turns.add(source);
        }
        noteExhaustion(source);
        noteDemand(source);
      }
    }
    return left < most;
  }

  /** Whether no stream has anything left to take, or will have. */
  public boolean areExhausted() {
    return exhausted == open.size();
  }

  /** Takes nothing more from any source, and no further stream; those that come get {@code why}. */
  public void stopIntake(XskException why) {
    refusal = why;
    refuseArrivals();
    for (Source<?> source : open) {
      source.stopIntake(why);
      noteExhaustion(source);
    }
  }

  /** Discards what was handed over and not taken. */
  public void discardHandedOver() {
    open.forEach(Source::retire);
  }

  /** Ends all streams with {@code why}. */
  public void endAll(XskException why) {
    List<Source<?>> ending = List.copyOf(open);
    open.clear();
    turns.clear();
    toRequest.clear();
    exhausted = 0;
    showOpen();
    for (Source<?> source : ending) {
      source.setPlace(Source.NOWHERE);
      source.endWith(why);
      report(source);
    }
  }
}
