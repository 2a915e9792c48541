package reactor.xsk.internal.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.stream.Source;

/**
 * What the loop must know of each frame in flight: whose packet it carries, and since when.
 *
 * <p>A frame names its source by the number of a slot, because to store a reference for each packet
 * costs more than everything else here: every reference store has a GC write barrier.
 */
public final class InFlight {

  private static final int EMPTY = -1;

  private final SourceSlots sources;
  private final int[] slots;
  private final @Nullable Object[] items;
  private final int[] lengthsBytes;
  private final long[] publishedNs;
  private long newestCompletedNs;

  public InFlight(int frameCount, long nowNs) {
    this.newestCompletedNs = nowNs;
    this.sources = new SourceSlots(frameCount);
    this.slots = new int[frameCount];
    this.items = new Object[frameCount];
    this.lengthsBytes = new int[frameCount];
    this.publishedNs = new long[frameCount];
    Arrays.fill(slots, EMPTY);
  }

  /** A frame was published. */
  void add(int frame, Source<?> source, Object item, int lengthBytes, long nowNs) {
    slots[frame] = sources.hold(source);
    if (source.wantsEachOutcome()) {
      items[frame] = item;
    }
    lengthsBytes[frame] = lengthBytes;
    publishedNs[frame] = nowNs;
  }

  /** What is known of a packet that changes its frame. */
  record Entry(Source<?> source, @Nullable Object item, int lengthBytes, long publishedNs) {}

  /** Takes a packet out of its frame, so that it can be put into another. */
  Entry takeOut(int frame) {
    Source<?> source = sources.release(slots[frame]);
    slots[frame] = EMPTY;
    return new Entry(source, takeItem(frame), lengthsBytes[frame], publishedNs[frame]);
  }

  /** Puts a packet into another frame. */
  void putInto(int frame, Entry entry) {
    slots[frame] = sources.hold(entry.source);
    items[frame] = entry.item;
    lengthsBytes[frame] = entry.lengthBytes;
    publishedNs[frame] = entry.publishedNs;
  }

  /** A frame has ended; returns its source. */
  Source<?> remove(int frame) {
    int slot = slots[frame];
    if (slot == EMPTY) {
      throw new IllegalStateException("frame " + frame + " carries no packet");
    }
    slots[frame] = EMPTY;
    if (publishedNs[frame] - newestCompletedNs > 0) {
      newestCompletedNs = publishedNs[frame];
    }
    return sources.release(slot);
  }

  /** The item of a removed frame, if its source wants it back. */
  @Nullable Object takeItem(int frame) {
    Object item = items[frame];
    if (item != null) {
      items[frame] = null;
    }
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
    for (int frame = 0; frame < slots.length; frame++) {
      if (slots[frame] != EMPTY && publishedNs[frame] - oldest < 0) {
        oldest = publishedNs[frame];
      }
    }
    return oldest;
  }
}
