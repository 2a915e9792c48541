package reactor.xsk.internal.flow;

/**
 * How many items the sources may have asked for: never more than the frames that can carry them.
 * Pure arithmetic, kept by the loop thread.
 *
 * <p>An item that was requested <i>reserves</i> a frame until it is taken into a window. Requests
 * cannot be taken back, so a source that was promised frames and emits nothing keeps them.
 * Therefore no source gets more than a share of what the others have left, and the shares shrink as
 * sources come: an idle source never holds back another.
 */
final class DemandBudget {

  private final int frameCount;
  private final int mostPerSource;
  private int reservedTotal;

  /**
   * A budget.
   *
   * @param frameCount all frames
   * @param mostPerSource most items that one source is asked for ahead
   */
  DemandBudget(int frameCount, int mostPerSource) {
    this.frameCount = frameCount;
    this.mostPerSource = mostPerSource;
  }

  /**
   * How much to request now from a source.
   *
   * @param reserved what it has reserved
   * @param uncommittedFrames frames that are free and not wanted by the open window
   * @param sources number of open sources, itself included
   * @return 0, or an amount worth a request: refills come when half of the share is used
   */
  int grant(int reserved, int uncommittedFrames, int sources) {
    int share = share(reserved, sources);
    int unreserved = uncommittedFrames - reservedTotal;
    if (reserved > share / 2 || unreserved <= 0) {
      return 0;
    }
    int fairPart = (unreserved + sources - 1) / sources;
    return Math.max(0, Math.min(share - reserved, fairPart));
  }

  /** With several sources, half of the frames are kept for those that come later: one for each. */
  private int share(int reserved, int sources) {
    int leftByOthers = frameCount - (reservedTotal - reserved);
    int forShares = sources == 1 ? leftByOthers : leftByOthers - frameCount / 2;
    return Math.clamp(forShares / (2 * sources), 1, mostPerSource);
  }

  /** Frames that a source which is polled without request may use. */
  int unreserved(int uncommittedFrames) {
    return uncommittedFrames - reservedTotal;
  }

  /** Items were requested. */
  void reserve(int items) {
    reservedTotal += items;
  }

  /** Requested items were taken into a window, or will never come. */
  void release(int items) {
    reservedTotal -= items;
  }

  int reservedTotal() {
    return reservedTotal;
  }
}
