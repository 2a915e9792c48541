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
}
