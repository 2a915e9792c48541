package reactor.xsk.internal.stream;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.MetadataWriter;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.TxMetadata;
import reactor.xsk.XskException;

/** One stream as the loop sees it. Loop thread only, but for {@link #abandon}. */
public final class Source<T> {

  /** Of a source that has no packets in flight. */
  public static final int NO_SLOT = -1;

  /** The place of a stream that is not open. */
  static final int NOWHERE = -1;

  private final SendSubscriber<T> edge;
  private final Readiness readiness;
  private final PacketWriter<? super T> writer;
  private final @Nullable MetadataWriter<? super T> metadataWriter;
  private final Downstream<T> downstream;
  private final int mostHeld;
  private final boolean wantsEachOutcome;
  private final Tally tally;
  private final Demand demand;
  private final StreamEnd<T> end;
  private final StreamGate gate;

  // where SourceSlots keeps it while packets are in flight
  private int slot = NO_SLOT;
  // what Streams knows of it
  private int place = NOWHERE;
  private boolean inTurns;
  private boolean waitsForRoom;
  private boolean exhausted;
  // why the sender ended the stream before its source did
  private @Nullable XskException cut;

  /** A stream of which at most {@code mostHeld} items and results are in the sender's hands. */
  public Source(
      SendSubscriber<T> edge,
      PacketWriter<? super T> writer,
      Downstream<T> downstream,
      TxCounters counters,
      int mostHeld) {
    this.edge = edge;
    this.readiness = edge.readiness();
    this.writer = writer;
    this.metadataWriter = writer instanceof MetadataWriter<? super T> it ? it : null;
    this.downstream = downstream;
    this.demand = new Demand(edge);
    this.tally = new Tally(counters);
    this.end = new StreamEnd<>(edge, downstream);
    this.gate = StreamGate.of(writer, readiness::signalItems);
    this.mostHeld = mostHeld;
    this.wantsEachOutcome = downstream.wantsEachOutcome();
    readiness.setSource(this);
  }

  public boolean wantsEachOutcome() {
    return wantsEachOutcome;
  }

  public int slot() {
    return slot;
  }

  public void setSlot(int value) {
    slot = value;
  }

  // ---- what Streams asks and keeps

  int place() {
    return place;
  }

  void setPlace(int value) {
    place = value;
    gate.setInUse(isOpen());
  }

  /** Whether the loop has admitted the stream, and not ended it. */
  boolean isOpen() {
    return place != NOWHERE;
  }

  /** Whether the stream may have items that can be taken now. */
  boolean isReady() {
    return readiness.hasItems() || (waitsForRoom && room() > 0);
  }

  /** Returns whether the stream had no turn yet, and gets one now. */
  boolean enterTurns() {
    boolean enters = !inTurns;
    if (enters) {
      inTurns = true;
      readiness.keepItems();
    }
    return enters;
  }

  /** The stream had nothing. It must signal again, and keeps its turn if it has items after all. */
  int leaveTurns(ItemSink window, int most) {
    readiness.clearItems();
    int late = take(window, most);
    inTurns = late > 0;
    if (inTurns) {
      readiness.keepItems();
    }
    return late;
  }

  /** What the source was asked for. */
  Demand demand() {
    return demand;
  }

  /** Items that can be taken before results have to be fetched: those in hand and those waiting. */
  private int room() {
    return wantsEachOutcome
        ? (int) (mostHeld - tally.held() - downstream.backlog())
        : Integer.MAX_VALUE;
  }

  /** Stage 2: hands up to {@code most} items to the window. Returns how many. */
  int take(ItemSink window, int most) {
    if (!edge.isOpen() || gate.holdsBack(this)) {
      return 0;
    }
    int allowed = demand.limit(Math.min(most, room()));
    int taken = edge.pollInto(window.items(), window.size(), allowed);
    if (taken > 0) {
      window.took(this, taken);
      tally.accept(taken);
      demand.took(taken);
    }
    waitsForRoom = wantsEachOutcome && room() <= 0;
    return taken;
  }

  /** Stage 3: the item writes itself. Returns its length; throws what the writer throws. */
  public int write(Object item, MemorySegment frame) {
    return writer.write(cast(item), frame);
  }

  /** The same for a sender whose packets carry metadata. */
  public int write(Object item, MemorySegment frame, TxMetadata metadata) {
    return metadataWriter == null
        ? write(item, frame)
        : metadataWriter.write(cast(item), frame, metadata);
  }

  /** An item has ended; its packet left at a time, or 0 where that is not known. */
  public void onOutcome(
      @Nullable Object item,
      SendOutcome outcome,
      int lengthBytes,
      long transmitTimeNs,
      @Nullable Throwable cause) {
    tally.count(outcome, lengthBytes, cause);
    if (wantsEachOutcome) {
      downstream.onOutcome(item == null ? null : cast(item), outcome, transmitTimeNs, cause);
      if (waitsForRoom && room() > 0) {
        readiness.signal();
      }
    }
    signalIfFinished();
  }

  /** An item was taken that its writer will never see: the discard hook sees it, or its result. */
  public void onUnwritten(Object item) {
    onOutcome(item, SendOutcome.DISCARDED, 0, 0, null);
    if (!wantsEachOutcome) {
      UserCode.discard(item, edge.currentContext());
    }
  }

  /** Items have been completed, whose outcomes are not wanted one by one. */
  public void onCompleted(int items, long bytes) {
    tally.complete(items, bytes);
    signalIfFinished();
  }

  private void signalIfFinished() {
    if (isFinished()) {
      readiness.signal();
    }
  }

  /** Whether the reason will be reported if an item is not completed. */
  public boolean wantsCause() {
    return wantsEachOutcome || !tally.hasFailure();
  }

  boolean isCancelled() {
    return edge.isCancelled();
  }

  /** Whether nothing more can be taken. */
  boolean isExhausted() {
    return edge.isCancelled() || edge.isExhausted();
  }

  /**
   * Looks whether nothing more can be taken. Returns 1 if that is so now, -1 if it is so no more
   * (an item was handed over while the sender ended the source), and 0 if nothing has changed.
   */
  int noteExhaustion() {
    boolean now = isExhausted();
    if (now == exhausted) {
      return 0;
    }
    exhausted = now;
    signalIfFinished();
    return now ? 1 : -1;
  }

  /** Whether exhaustion was noted, and every accepted item has its outcome. */
  boolean isFinished() {
    return exhausted && tally.held() == 0;
  }

  /** The account so far. */
  SendReport report() {
    return tally.report();
  }

  /** Takes nothing more from the source; sends what it has handed over, if packets can go. */
  void stopIntake(XskException why) {
    if (edge.stopIntake()) {
      cut = why;
    }
    if (gate.isShut()) {
      retire();
    }
  }

  /** Discards what was handed over and not taken, and what still comes. */
  void retire() {
    if (wantsEachOutcome && !edge.isCancelled() && edge.isHandingOver()) {
      tellDiscarded();
    }
    tally.discard(edge.retire());
  }

  /** Each accepted item has a result, also those that were handed over for nothing. */
  private void tellDiscarded() {
    for (T item = edge.poll(); item != null; item = edge.poll()) {
      tally.accept(1);
      onOutcome(item, SendOutcome.DISCARDED, 0, 0, cut);
    }
  }

  /** Ends the stream as its source ended, or with the reason why the sender ended it first. */
  void end() {
    if (cut == null) {
      end.signal(report(), edge.error());
    } else {
      end.signalCut(report(), cut);
    }
  }

  /** Ends the stream before all that it has handed over could be sent. */
  void endWith(XskException failure) {
    edge.stopIntake();
    retire();
    end.signalCut(report(), failure);
  }

  /**
   * Any thread, while the loop is blocked: ends the stream at once. What is undecided counts as
   * lost in its report, since it may or may not be sent; the loop takes nothing more from it.
   */
  void abandon(XskException why) {
    end.signalCut(tally.reportWithoutTheLoop(why), why);
    edge.cancel();
  }

  @SuppressWarnings("unchecked")
  private T cast(Object item) {
    return (T) item;
  }
}
