package reactor.xsk.internal.port;

import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;

/** Packets whose outcome is known before their frames come back. */
final class Marks implements FrameOutcomes {

  private final @Nullable SendOutcome[] marked;
  private int count;
  private FrameOutcomes next = FrameOutcomes.IGNORE;

  Marks(int frameCount) {
    this.marked = new SendOutcome[frameCount];
  }

  /** The packet in {@code frame} has this outcome, whatever is reported of its frame. */
  void mark(int frame, SendOutcome outcome) {
    count += marked[frame] == null ? 1 : 0;
    marked[frame] = outcome;
  }

  /** What is to be reported to, so that {@code outcomes} receives the outcomes that are known. */
  FrameOutcomes ahead(FrameOutcomes outcomes) {
    if (count == 0) {
      return outcomes;
    }
    next = outcomes;
    return this;
  }

  @Override
  public void onOutcome(int frame, SendOutcome outcome) {
    SendOutcome earlier = marked[frame];
    if (earlier != null) {
      marked[frame] = null;
      count--;
    }
    next.onOutcome(frame, earlier == null ? outcome : earlier);
  }
}
