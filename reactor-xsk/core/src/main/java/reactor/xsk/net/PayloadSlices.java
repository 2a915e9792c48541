package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The part of each frame that is for the payload, cut once, so that writing allocates nothing.
 *
 * <p>Threads: any, without a lock. An entry is immutable, and is believed only for the very frame
 * that it was made of; what a race loses is cut once more.
 */
final class PayloadSlices {

  private static final int FIRST_SLOTS = 4_096;
  private static final int MOST_SLOTS = 1 << 18;

  /** Frames are at least this far from each other. */
  private static final int FRAME_SHIFT = 11;

  private record Slice(MemorySegment frame, MemorySegment payload) {}

  private final int headerBytes;
  private final int maxPayloadBytes;
  private @Nullable Slice[] slots = new Slice[FIRST_SLOTS];

  PayloadSlices(int headerBytes, int maxPayloadBytes) {
    this.headerBytes = headerBytes;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  boolean fit(int header, int maxPayload) {
    return header == headerBytes && maxPayload == maxPayloadBytes;
  }

  MemorySegment of(MemorySegment frame) {
    @Nullable Slice[] table = slots;
    Slice slice = table[slotOf(frame, table.length)];
    return slice != null && slice.frame == frame ? slice.payload : cut(frame);
  }

  private static int slotOf(MemorySegment frame, int slotCount) {
    return (int) (frame.address() >>> FRAME_SHIFT) & slotCount - 1;
  }

  private MemorySegment cut(MemorySegment frame) {
    long room = Math.max(0, frame.byteSize() - headerBytes);
    long start = Math.min(headerBytes, frame.byteSize());
    Slice slice = new Slice(frame, frame.asSlice(start, Math.min(room, maxPayloadBytes)));
    @Nullable Slice[] table = slots;
    Slice there = table[slotOf(frame, table.length)];
    boolean isTaken = there != null && there.frame.address() != frame.address();
    if (isTaken && table.length < MOST_SLOTS) {
      table = new Slice[2 * table.length];
      slots = table; // the others come in as their frames come by
    }
    table[slotOf(frame, table.length)] = slice;
    return slice.payload;
  }
}
