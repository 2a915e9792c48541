package reactor.xsk.internal.ring;

import java.lang.foreign.MemorySegment;
import java.nio.LongBuffer;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpDesc;

/** The ring that descriptors go into. This process produces, the kernel consumes. */
public final class TxRing {

  /** Words of a descriptor. */
  private static final int WORDS = XdpDesc.SIZE_BYTES / Long.BYTES;

  private final RingCells cells;
  private final MemorySegment memory;
  private final long descriptorsOffset;
  private final LongBuffer words; // the same: an int index has cheaper checks in a loop
  private final ProducerCursor cursor;

  /** Goes on where the indices in {@code ring} stand. */
  public TxRing(RingMemory ring) {
    this.cells = new RingCells(ring);
    this.memory = ring.memory();
    this.descriptorsOffset = ring.descriptorsOffset();
    this.words = ring.entriesAsWords(XdpDesc.SIZE_BYTES);
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
   * Writes the next descriptors, from the first {@code count} of each array; {@code more} are the
   * options of all but the last.
   */
  public void put(long[] umemAddresses, int[] lengthsBytes, int count, int more, int ofLast) {
    int slot = cursor.slot(cursor.produced());
    int upToTheWrap = Math.min(count, cursor.entries() - slot);
    write(slot, umemAddresses, lengthsBytes, 0, upToTheWrap, more);
    if (upToTheWrap < count) {
      write(-upToTheWrap, umemAddresses, lengthsBytes, upToTheWrap, count, more);
    }
    cursor.go(count);
    int last = WORDS * cursor.slot(cursor.produced() - 1);
    words.put(last + 1, XdpDesc.lengthAndOptions(lengthsBytes[count - 1], ofLast));
  }

  /** The descriptor of each i of a range goes into the slot {@code first + i}. */
  private void write(
      int first, long[] umemAddresses, int[] lengthsBytes, int from, int to, int options) {
    LongBuffer ring = words;
    for (int i = from; i < to; i++) {
      int word = WORDS * (first + i);
      ring.put(word, umemAddresses[i]);
      ring.put(word + 1, XdpDesc.lengthAndOptions(lengthsBytes[i], options));
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
