package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters.Counter;

/**
 * The account of one stream, and its part in the counters of the sender: what is counted here is
 * counted there. Loop thread only.
 */
final class Tally {

  private final TxCounters counters;
  private long accepted;
  private long completed;
  private long dropped;
  private long failed;
  private long discarded;
  private long lost;
  private long bytes;
  private @Nullable Throwable firstFailure;

  Tally(TxCounters counters) {
    this.counters = counters;
  }

  /** Items were taken from the source. */
  void accept(int items) {
    accepted += items;
    counters.add(Counter.ACCEPTED, items);
  }

  /** Items that the source had handed over were discarded before they were taken. */
  void discard(int items) {
    if (items > 0) {
      accept(items);
      discarded += items;
      counters.add(Counter.DISCARDED, items);
    }
  }

  void complete(int items, long itemBytes) {
    completed += items;
    bytes += itemBytes;
    counters.add(Counter.COMPLETED, items);
  }

  void count(SendOutcome outcome, int lengthBytes, @Nullable Throwable cause) {
    switch (outcome) {
      case COMPLETED -> complete(1, lengthBytes);
      case DROPPED -> {
        dropped++;
        counters.add(Counter.DROPPED, 1);
      }
      case FAILED -> fail();
      case DISCARDED -> {
        discarded++;
        counters.add(Counter.DISCARDED, 1);
      }
      case LOST -> {
        fail();
        lost++;
        counters.add(Counter.LOST, 1);
      }
    }
    if (firstFailure == null && outcome != SendOutcome.DISCARDED) {
      firstFailure = cause;
    }
  }

  private void fail() {
    failed++;
    counters.add(Counter.FAILED, 1);
  }

  boolean hasFailure() {
    return firstFailure != null;
  }

  /** Items accepted that have not ended. */
  long held() {
    return accepted - completed - dropped - failed - discarded;
  }

  /**
   * The account as another thread sees it while the loop is blocked: what is undecided counts as
   * lost, and {@code why} as its reason.
   */
  SendReport reportWithoutTheLoop(Throwable why) {
    // each once: the loop may come back, and count on
    long wereCompleted = completed;
    long wereDropped = dropped;
    long haveFailed = failed;
    long wereDiscarded = discarded;
    long wereLost = Math.min(lost, haveFailed);
    Throwable first = firstFailure;
    long decided = wereCompleted + wereDropped + haveFailed + wereDiscarded;
    long undecided = Math.max(0, accepted - decided);
    return SendReport.builder()
        .accepted(decided + undecided)
        .completed(wereCompleted)
        .dropped(wereDropped)
        .failed(haveFailed + undecided)
        .discarded(wereDiscarded)
        .lost(wereLost + undecided)
        .bytes(bytes)
        .firstFailure(first == null && undecided > 0 ? why : first)
        .build();
  }

  SendReport report() {
    return SendReport.builder()
        .accepted(accepted)
        .completed(completed)
        .dropped(dropped)
        .failed(failed)
        .discarded(discarded)
        .lost(lost)
        .bytes(bytes)
        .firstFailure(firstFailure)
        .build();
  }
}
