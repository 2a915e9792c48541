package reactor.xsk.internal.flow;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskException;

/**
 * One stream as the loop sees it: takes its items, keeps its account, ends it. Loop thread only.
 */
final class Source<T> {

  /** Of a source that has no packets in flight. */
  static final int NO_SLOT = -1;

  private final SendSubscriber<T> edge;
  private final PacketWriter<? super T> writer;
  private final Downstream<T> downstream;
  private final TxCounters counters;
  private final int mostHeld;
  private final boolean wantsEachOutcome;
  private final Tally tally = new Tally();

  // where SourceSlots keeps it while packets are in flight
  private int slot = NO_SLOT;
  // items requested and not yet taken
  private int reserved;
  // why the sender ended the stream before its source did
  private @Nullable XskException cut;

  /** A stream that may have at most {@code mostHeld} items and results in the sender's hands. */
  Source(
      SendSubscriber<T> edge,
      PacketWriter<? super T> writer,
      Downstream<T> downstream,
      TxCounters counters,
      int mostHeld) {
    this.edge = edge;
    this.writer = writer;
    this.downstream = downstream;
    this.counters = counters;
    this.mostHeld = mostHeld;
    this.wantsEachOutcome = downstream.wantsEachOutcome();
  }

  boolean wantsEachOutcome() {
    return wantsEachOutcome;
  }

  int slot() {
    return slot;
  }

  void setSlot(int value) {
    slot = value;
  }

  /** Stage 7: asks for more, as far as frames allow. */
  void demand(DemandBudget budget, int uncommittedFrames, int sources) {
    if (!edge.isSubscribed() || edge.isCancelled()) {
      return; // and then ask nothing more: the answers of two questions would not fit together
    }
    if (reserved == 0 && edge.hasTooMany()) {
      edge.breakOff();
      retire(budget);
    } else if (edge.takesRequests() && edge.needsRequest()) {
      int n = Math.min(budget.grant(reserved, uncommittedFrames, sources), room());
      if (n > 0) {
        reserved += n;
        budget.reserve(n);
        edge.request(n);
      }
    }
  }

  /** Items that can be taken before results have to be fetched: those in hand and those waiting. */
  private int room() {
    return wantsEachOutcome()
        ? (int) (mostHeld - tally.held() - reserved - downstream.backlog())
        : Integer.MAX_VALUE;
  }

  /** Stage 2: hands up to {@code most} items to the window. Returns how many. */
  int take(Window window, int most, DemandBudget budget, int uncommittedFrames) {
    if (!edge.isOpen()) {
      return 0;
    }
    int allowed =
        edge.needsRequest()
            ? Math.min(most, reserved)
            : Math.min(Math.min(most, room()), budget.unreserved(uncommittedFrames));
    int taken = 0;
    while (taken < allowed && !edge.isCancelled()) {
      T item = edge.poll();
      if (item == null) {
        break;
      }
      window.take(this, item);
      taken++;
    }
    if (taken > 0) {
      accept(taken);
      if (edge.needsRequest()) {
        reserved -= taken;
        budget.release(taken);
      }
    }
    return taken;
  }

  private void accept(int items) {
    tally.accept(items);
    counters.add(Counter.ACCEPTED, items);
  }

  /**
   * Stage 3: the item writes itself. Returns its length, or {@code refused} if it cannot be sent:
   * {@code longest} is the length of the longest packet without a VLAN tag.
   */
  int write(Object item, MemorySegment frame, int longest, int refused) {
    int length = 0;
    Throwable thrown = null;
    try {
      length = writer.write(cast(item), frame);
    } catch (Throwable t) { // even a StackOverflowError is the end of this packet only
      thrown = t;
    }
    if (thrown == null && PacketRules.isSendable(length, frame, longest)) {
      return length;
    }
    onOutcome(
        item, SendOutcome.FAILED, 0, PacketRules.refusal(length, frame, longest, item, thrown));
    return refused;
  }

  /** An item has come to its end. */
  void onOutcome(
      @Nullable Object item, SendOutcome outcome, int lengthBytes, @Nullable Throwable cause) {
    tally.count(outcome, lengthBytes, cause);
    counters.addOutcome(outcome);
    if (wantsEachOutcome()) {
      downstream.onOutcome(item == null ? null : cast(item), outcome, cause);
    }
  }

  /** An item was taken that its writer will never see: the discard hook sees it, or its result. */
  void onUnwritten(Object item) {
    onOutcome(item, SendOutcome.DISCARDED, 0, null);
    if (!wantsEachOutcome()) {
      Operators.onDiscard(item, edge.currentContext());
    }
  }

  /** Items have been completed, of which nobody wants to hear each. */
  void onCompleted(int items, long bytes) {
    tally.complete(items, bytes);
    counters.add(Counter.COMPLETED, items);
  }

  /** Whether somebody will hear why an item was not completed. */
  boolean wantsCause() {
    return wantsEachOutcome() || !tally.hasFailure();
  }

  boolean isCancelled() {
    return edge.isCancelled();
  }

  /** Whether nothing more can be taken. */
  boolean isExhausted() {
    return edge.isCancelled() || edge.isExhausted();
  }

  /** Whether nothing more can be taken, and all that was accepted has come to its end. */
  boolean isFinished() {
    return isExhausted() && tally.held() == 0;
  }

  /** The account so far. */
  SendReport report() {
    return tally.report();
  }

  /** Takes nothing more from the source; what it has handed over will still be sent. */
  void stopIntake(XskException why) {
    if (edge.stopIntake()) {
      cut = why;
    }
  }

  /** Discards what was handed over and not taken, and what still comes. */
  void retire(DemandBudget budget) {
    if (wantsEachOutcome() && !edge.isCancelled() && edge.isHandingOver()) {
      tellDiscarded();
    }
    int count = edge.retire();
    if (count > 0) {
      tally.accept(count);
      counters.add(Counter.ACCEPTED, count);
      for (int i = 0; i < count; i++) {
        tally.count(SendOutcome.DISCARDED, 0, null);
        counters.addOutcome(SendOutcome.DISCARDED);
      }
    }
    budget.release(reserved);
    reserved = 0;
  }

  /** Each accepted item has a result, also those that were handed over for nothing. */
  private void tellDiscarded() {
    for (int i = 0; i < reserved; i++) {
      T item = edge.poll();
      if (item == null) {
        return;
      }
      accept(1);
      onOutcome(item, SendOutcome.DISCARDED, 0, cut);
    }
  }

  /** Ends the stream as its source ended, or with the reason why the sender ended it first. */
  void end() {
    if (!edge.isCancelled()) {
      signalEnd(cut == null ? edge.error() : ending(cut));
    }
  }

  /** Ends the stream before all that it has handed over could be sent. */
  void endWith(XskException failure) {
    edge.stopIntake();
    if (!edge.isCancelled()) {
      signalEnd(ending(failure));
    }
  }

  private XskException ending(XskException why) {
    XskException end = why.endingStream(report());
    Throwable own = edge.error();
    if (own != null) {
      end.addSuppressed(own); // is not lost, whichever came first
    }
    return end;
  }

  private void signalEnd(@Nullable Throwable error) {
    try {
      downstream.end(report(), error);
    } catch (Throwable t) {
      UserCode.drop(t, edge.currentContext());
    }
  }

  @SuppressWarnings("unchecked")
  private T cast(Object item) {
    return (T) item;
  }
}
