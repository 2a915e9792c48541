package reactor.xsk.internal.stream;

/**
 * What a source was asked for: at most {@code prefetch} items that were not taken yet. Requests are
 * made in batches, since a source with a thread of its own has to be woken for each. Loop thread
 * only.
 */
final class Demand {

  private final SendSubscriber<?> edge;
  private final int prefetch;
  // items requested and not yet taken
  private int outstanding;
  private boolean noted;

  Demand(SendSubscriber<?> edge) {
    this.edge = edge;
    this.prefetch = edge.prefetch();
  }

  /** Whether a request is due, and not noted yet. Notes it. */
  boolean note() {
    boolean due = !noted && outstanding <= prefetch / 4 && edge.takesRequests();
    noted |= due;
    return due;
  }

  /** Stage 7: asks for what was taken since the last request. Returns whether it asked. */
  boolean request() {
    noted = false;
    boolean asks = edge.takesRequests();
    if (asks) {
      int n = prefetch - outstanding;
      outstanding = prefetch;
      edge.request(n);
    }
    return asks;
  }

  /** How many of {@code most} items may be taken now. */
  int limit(int most) {
    return edge.needsRequest() ? Math.min(most, outstanding) : most;
  }

  void took(int items) {
    if (edge.needsRequest()) {
      outstanding -= items;
    }
  }
}
