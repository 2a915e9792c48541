package reactor.xsk.internal.stream;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;

/** Where the outcomes of one stream go. Called by the loop thread. */
interface Downstream<T> {

  /** Whether each outcome is reported with its item and cause, so that both must be kept. */
  boolean wantsEachOutcome();

  /**
   * An item has ended, and left at a time; 0: that is not known. The item is null unless {@link
   * #wantsEachOutcome}.
   */
  void onOutcome(
      @Nullable T item, SendOutcome outcome, long transmitTimeNs, @Nullable Throwable cause);

  /** Outcomes reported and not yet taken by the subscriber. */
  int backlog();

  /** The stream has ended: nothing comes after this. */
  void end(SendReport report, @Nullable Throwable error);
}
