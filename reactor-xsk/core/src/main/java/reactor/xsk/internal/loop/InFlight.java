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
  private long runBytes;

  public InFlight(int frameCount, long nowNs) {
    this.newestCompletedNs = nowNs;
    this.sources = new SourceSlots(frameCount);
    this.slots = new int[frameCount];
    this.items = new Object[frameCount];
    this.lengthsBytes = new int[frameCount];
    this.publishedNs = new long[frameCount];
    Arrays.fill(slots, EMPTY);
  }

  /**
   * Frames of a range are published, with packets of {@code source}. Returns how many bytes they
   * are.
   */
  long add(Source<?> source, int[] frames, int[] lengths, int from, int to, long nowNs) {
    int slot = sources.hold(source, to - from);
    long bytes = 0;
    for (int i = from; i < to; i++) {
      int frame = frames[i];
      slots[frame] = slot;
      lengthsBytes[frame] = lengths[i];
      publishedNs[frame] = nowNs;
      bytes += lengths[i];
    }
    return bytes;
  }

  /** Keeps the item of a frame that was added, for a source that wants it back. */
  void keepItem(int frame, Object item) {
    items[frame] = item;
  }

  /** What is known of a packet that changes its frame. */
  record Entry(Source<?> source, @Nullable Object item, int lengthBytes, long publishedNs) {}

  /** Takes a packet out of its frame, so that it can be put into another. */
  Entry takeOut(int frame) {
    Source<?> source = sources.release(slots[frame], 1);
    slots[frame] = EMPTY;
    return new Entry(source, takeItem(frame), lengthsBytes[frame], publishedNs[frame]);
  }

  /** Puts a packet into another frame. */
  void putInto(int frame, Entry entry) {
    slots[frame] = sources.hold(entry.source, 1);
    items[frame] = entry.item;
    lengthsBytes[frame] = entry.lengthBytes;
    publishedNs[frame] = entry.publishedNs;
  }

  /** A frame has ended; returns its source. */
  Source<?> remove(int frame) {
    int slot = slotOf(frame);
    slots[frame] = EMPTY;
    if (publishedNs[frame] - newestCompletedNs > 0) {
      newestCompletedNs = publishedNs[frame];
    }
    return sources.release(slot, 1);
  }

  /** The source of a frame in flight. */
  Source<?> source(int frame) {
    return sources.at(slotOf(frame));
  }

  private int slotOf(int frame) {
    int slot = slots[frame];
    if (slot == EMPTY) {
      throw new IllegalStateException("frame " + frame + " carries no packet");
    }
    return slot;
  }

  /**
   * The frames of a range have ended, up to the first that has another source than the one at
   * {@code from}. Returns the end of this run; see {@link #runBytes}.
   */
  int removeRun(int[] frames, int from, int to) {
    int slot = slotOf(frames[from]);
    long newestNs = newestCompletedNs;
    long bytes = 0;
    int end = from;
    for (; end < to && slots[frames[end]] == slot; end++) {
      int frame = frames[end];
      slots[frame] = EMPTY;
      bytes += lengthsBytes[frame];
      newestNs = publishedNs[frame] - newestNs > 0 ? publishedNs[frame] : newestNs;
    }
    newestCompletedNs = newestNs;
    runBytes = bytes;
    sources.release(slot, end - from);
    return end;
  }

  /** The bytes of the packets of the last {@link #removeRun}. */
  long runBytes() {
    return runBytes;
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

  /** When the newest of the frames that have ended was published. */
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
