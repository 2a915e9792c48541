package reactor.xsk.internal.flow;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;

/** The account of one stream, kept by the loop thread. */
final class Tally {

  private long accepted;
  private long completed;
  private long dropped;
  private long failed;
  private long discarded;
  private long lost;
  private long bytes;
  private @Nullable Throwable firstFailure;

  void accept(int items) {
    accepted += items;
  }

  void complete(int items, long itemBytes) {
    completed += items;
    bytes += itemBytes;
  }

  void count(SendOutcome outcome, int lengthBytes, @Nullable Throwable cause) {
    switch (outcome) {
      case COMPLETED -> complete(1, lengthBytes);
      case DROPPED -> dropped++;
      case FAILED -> failed++;
      case DISCARDED -> discarded++;
      case LOST -> {
        failed++;
        lost++;
      }
    }
    if (firstFailure == null && outcome != SendOutcome.DISCARDED) {
      firstFailure = cause;
    }
  }

  boolean hasFailure() {
    return firstFailure != null;
  }

  /** Items accepted that have not come to their end. */
  long held() {
    return accepted - completed - dropped - failed - discarded;
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
