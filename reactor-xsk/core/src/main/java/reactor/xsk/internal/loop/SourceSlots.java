package reactor.xsk.internal.loop;

import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.stream.Source;

/** Gives a number to each source that has packets in flight, as long as it has any. */
final class SourceSlots {

  private final @Nullable Source<?>[] sources;
  private final int[] heldCounts;
  private final int[] freeStack;
  private int freeCount;

  /** Never more sources have packets in flight than there are frames. */
  SourceSlots(int frameCount) {
    this.sources = new Source<?>[frameCount];
    this.heldCounts = new int[frameCount];
    this.freeStack = new int[frameCount];
    for (int i = 0; i < frameCount; i++) {
      freeStack[i] = frameCount - 1 - i;
    }
    this.freeCount = frameCount;
  }

  /** So many packets more of {@code source}; returns its slot. */
  int hold(Source<?> source, int packets) {
    int slot = source.slot();
    if (slot == Source.NO_SLOT) {
      slot = freeStack[--freeCount];
      sources[slot] = source;
      source.setSlot(slot);
    }
    heldCounts[slot] += packets;
    return slot;
  }

  /** The source in {@code slot}. */
  Source<?> at(int slot) {
    Source<?> source = sources[slot];
    if (source == null) {
      throw new IllegalStateException("no source in slot " + slot);
    }
    return source;
  }

  /**
   * So many packets less of the source in {@code slot}, which is returned. With the last the slot
   * is free.
   */
  Source<?> release(int slot, int packets) {
    Source<?> source = at(slot);
    heldCounts[slot] -= packets;
    if (heldCounts[slot] == 0) {
      sources[slot] = null;
      source.setSlot(Source.NO_SLOT);
      freeStack[freeCount++] = slot;
    }
    return source;
  }
}
