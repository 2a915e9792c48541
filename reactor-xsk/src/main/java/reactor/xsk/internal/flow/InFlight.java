package reactor.xsk.internal.flow;

import org.jspecify.annotations.Nullable;

/** What the loop must know of each frame in flight: whose packet it carries, and since when. */
final class InFlight {

  private final @Nullable Source<?>[] sources;
  private final @Nullable Object[] items;
  private final int[] lengthsBytes;
  private final long[] publishedNs;
  private long newestCompletedNs;

  InFlight(int frameCount, long nowNs) {
    this.newestCompletedNs = nowNs;
    this.sources = new Source<?>[frameCount];
    this.items = new Object[frameCount];
    this.lengthsBytes = new int[frameCount];
    this.publishedNs = new long[frameCount];
  }

  /** A frame was published. */
  void add(int frame, Source<?> source, Object item, int lengthBytes, long nowNs) {
    sources[frame] = source;
    items[frame] = source.wantsEachOutcome() ? item : null;
    lengthsBytes[frame] = lengthBytes;
    publishedNs[frame] = nowNs;
  }

  /** A frame has come to its end; returns whose it was. */
  Source<?> remove(int frame) {
    Source<?> source = sources[frame];
    if (source == null) {
      throw new IllegalStateException("frame " + frame + " carries no packet");
    }
    sources[frame] = null;
    if (publishedNs[frame] - newestCompletedNs > 0) {
      newestCompletedNs = publishedNs[frame];
    }
    return source;
  }

  /** The item of a removed frame, if its source wants it back. */
  @Nullable Object takeItem(int frame) {
    Object item = items[frame];
    items[frame] = null;
    return item;
  }

  int lengthBytes(int frame) {
    return lengthsBytes[frame];
  }

  /** When the newest of the frames that came to their end was published. */
  long newestCompletedNs() {
    return newestCompletedNs;
  }

  /** When the oldest frame in flight was published; {@code nowNs} if there is none. */
  long oldestNs(long nowNs) {
    long oldest = nowNs;
    for (int frame = 0; frame < sources.length; frame++) {
      if (sources[frame] != null && publishedNs[frame] - oldest < 0) {
        oldest = publishedNs[frame];
      }
    }
    return oldest;
  }
}
