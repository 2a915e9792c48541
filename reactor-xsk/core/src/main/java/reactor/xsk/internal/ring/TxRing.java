package reactor.xsk.internal.ring;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpDesc;

/** The ring that descriptors go into. This process produces, the kernel consumes. */
public final class TxRing {

  private final RingCells cells;
  private final MemorySegment memory;
  private final long descriptorsOffset;
  private final ProducerCursor cursor;

  /** Goes on where the indices in {@code ring} stand. */
  public TxRing(RingMemory ring) {
    this.cells = new RingCells(ring);
    this.memory = ring.memory();
    this.descriptorsOffset = ring.descriptorsOffset();
    this.cursor = new ProducerCursor(ring.entries(), cells.producerAcquire());
    cursor.see(cells.consumerAcquire());
  }

  /** How many of {@code wanted} entries can be written now. */
  public int room(int wanted) {
    if (cursor.free() < wanted) {
      cursor.see(cells.consumerAcquire());
    }
    return Math.min(cursor.free(), wanted);
  }

  /** Writes the next descriptor. The kernel does not see it before {@link #submit}. */
  public void put(long umemAddress, int lengthBytes, int options) {
    XdpDesc.write(memory, offsetOf(cursor.next()), umemAddress, lengthBytes, options);
  }

  /**
   * Writes the next descriptors, which have the same options, from the first {@code count} of each
   * array.
   */
  public void put(long[] umemAddresses, int[] lengthsBytes, int count, int options) {
    int slot = cursor.slot(cursor.produced());
    int upToTheWrap = Math.min(count, cursor.entries() - slot);
    write(slot, umemAddresses, lengthsBytes, 0, upToTheWrap, options);
    write(0, umemAddresses, lengthsBytes, upToTheWrap, count, options);
    cursor.go(count);
  }

  private void write(
      int slot, long[] umemAddresses, int[] lengthsBytes, int from, int to, int options) {
    long offset = offsetOf(slot - from);
    for (int i = from; i < to; i++) {
      XdpDesc.write(
          memory,
          offset + (long) i * XdpDesc.SIZE_BYTES,
          umemAddresses[i],
          lengthsBytes[i],
          options);
    }
  }

  /** Publishes all descriptors written so far, with one release-store. */
  public void submit() {
    cells.setProducerRelease(cursor.produced());
  }

  /** Published descriptors that the kernel has not consumed. */
  public int pending() {
    cursor.see(cells.consumerAcquire());
    return cursor.pending();
  }

  /** The kernel's index as last seen by {@link #pending} or {@link #room}. */
  public int consumed() {
    return cursor.consumedSeen();
  }

  /** Its size. */
  public int entries() {
    return cursor.entries();
  }

  /** The index behind the last descriptor written. */
  public int produced() {
    return cursor.produced();
  }

  /** The UMEM address in the descriptor with the given index. */
  public long addressAt(int index) {
    return XdpDesc.umemAddress(memory, offsetOf(cursor.slot(index)));
  }

  /** Whether the kernel wants a kick for what was published. */
  public boolean needsWakeup() {
    return (cells.flagsAfterFullFence() & IfXdp.XDP_RING_NEED_WAKEUP) != 0;
  }

  private long offsetOf(int slot) {
    return descriptorsOffset + (long) slot * XdpDesc.SIZE_BYTES;
  }

  @Override
  public String toString() {
    return "TxRing(produced=%s, consumed=%s, free=%d)"
        .formatted(
            Integer.toUnsignedString(cursor.produced()),
            Integer.toUnsignedString(cursor.consumedSeen()),
            cursor.free());
  }
}
