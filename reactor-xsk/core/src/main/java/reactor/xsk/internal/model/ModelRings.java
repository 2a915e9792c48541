package reactor.xsk.internal.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.ring.RingCells;

/** Memory for rings, laid out as the kernel lays them out: the indices on lines of their own. */
final class ModelRings {

  private static final long PRODUCER_OFFSET = 0;
  private static final long CONSUMER_OFFSET = 128;
  private static final long FLAGS_OFFSET = 196;
  private static final long DESCRIPTORS_OFFSET = 320;
  private static final long LINE_BYTES = 64;

  private ModelRings() {}

  static RingMemory allocate(Arena arena, int entries, int entryBytes) {
    MemorySegment memory =
        arena.allocate(DESCRIPTORS_OFFSET + (long) entries * entryBytes, LINE_BYTES);
    RingMemory ring =
        new RingMemory(
            memory, PRODUCER_OFFSET, CONSUMER_OFFSET, FLAGS_OFFSET, DESCRIPTORS_OFFSET, entries);
    // copy mode never clears it (net/xdp/xsk.c, xsk_create)
    new RingCells(ring).setFlagsOpaque(IfXdp.XDP_RING_NEED_WAKEUP);
    return ring;
  }
}
