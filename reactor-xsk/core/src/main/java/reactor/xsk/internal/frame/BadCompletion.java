package reactor.xsk.internal.frame;

import reactor.xsk.XskCompletionException;

/** What is said of a completion that cannot be true. */
final class BadCompletion {

  private BadCompletion() {}

  /**
   * The kernel completed an address at which no packet of a frame in flight can have ended.
   *
   * @param frame the frame at the address, or {@link FrameGeometry#NO_FRAME}
   * @param owner who has that frame
   * @param inFlight whether that is the kernel, and only the chunk is wrong
   */
  static XskCompletionException at(
      long umemAddress, int frame, String owner, boolean inFlight, FrameGeometry geometry) {
    boolean isFrame = frame != FrameGeometry.NO_FRAME;
    String what =
        !isFrame
            ? "an address that is not a frame"
            : inFlight
                ? "a chunk of a frame that it does not have"
                : "a frame that is not in flight";
    return new XskCompletionException(
        "the kernel completed " + what,
        "address=0x%x, frame=%s, state=%s, frameCount=%d, frameSize=%d"
            .formatted(
                umemAddress,
                isFrame ? frame : "none",
                owner,
                geometry.frameCount(),
                geometry.frameSizeBytes()),
        "the rings cannot be trusted any more; lossPolicy decides what follows. Please report it"
            + " with the kernel's version");
  }
}
