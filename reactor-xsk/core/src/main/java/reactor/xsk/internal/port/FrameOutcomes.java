package reactor.xsk.internal.port;

import reactor.xsk.SendOutcome;

/** Receives the outcome of each frame that was put. */
@FunctionalInterface
public interface FrameOutcomes {

  /** Does not care. */
  FrameOutcomes IGNORE = (frame, outcome) -> {};

  /**
   * One frame has ended and is free again.
   *
   * @param frame the frame
   * @param outcome {@code COMPLETED}, {@code DROPPED}; when the port closes also {@code FAILED}
   *     (not taken) and {@code LOST} (taken and never completed)
   */
  void onOutcome(int frame, SendOutcome outcome);

  /**
   * The packets in all of {@code frames} of a range are {@code COMPLETED}, in this order. What is
   * thrown for one of them does not keep the others from their end.
   */
  default void onCompleted(int[] frames, int from, int to) {
    int next = from;
    try {
      while (next < to) {
        onOutcome(frames[next++], SendOutcome.COMPLETED);
      }
    } finally {
      if (next < to) {
        onCompleted(frames, next, to);
      }
    }
  }
}
