package reactor.xsk.internal.ring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import reactor.xsk.XskCompletionException;
import reactor.xsk.internal.linux.RingMemory;

/** The ring that frames come back through. The kernel produces, this process consumes. */
public final class CompletionRing {

  private final RingCells cells;
  private final MemorySegment memory;
  private final long descriptorsOffset;
  private final int entries;
  private final ConsumerCursor cursor;

  /** Goes on where the consumer index in {@code ring} stands. */
  public CompletionRing(RingMemory ring) {
    this.cells = new RingCells(ring);
    this.memory = ring.memory();
    this.descriptorsOffset = ring.descriptorsOffset();
    this.entries = ring.entries();
    this.cursor = new ConsumerCursor(ring.entries(), cells.consumerAcquire());
  }

  /**
   * Looks how many completions are there.
   *
   * @throws XskCompletionException if the kernel's index is impossible
   */
  public int available() {
    int produced = cells.producerAcquire();
    if (!cursor.see(produced)) {
      throw new XskCompletionException(
          "the producer index of the completion ring is impossible",
          "producer=%s, consumer=%s"
              .formatted(
                  Integer.toUnsignedString(produced), Integer.toUnsignedString(cursor.consumed())),
          "the rings cannot be trusted any more; lossPolicy decides what follows. Please report it"
              + " with the kernel's version");
    }
    return cursor.available();
  }

  /**
   * Reads the UMEM addresses of the next completions, which stay there; {@link #available} has said
   * that there are so many.
   */
  public void read(long[] addresses, int count) {
    int slot = cursor.peek(0);
    int upToTheWrap = Math.min(count, entries - slot);
    copy(slot, addresses, 0, upToTheWrap);
    copy(0, addresses, upToTheWrap, count - upToTheWrap);
  }

  private void copy(int slot, long[] addresses, int at, int count) {
    if (count > 0) {
      long offset = descriptorsOffset + (long) slot * Long.BYTES;
      MemorySegment.copy(memory, JAVA_LONG, offset, addresses, at, count);
    }
  }

  /** Takes the next completions. */
  public void take(int count) {
    cursor.take(count);
  }

  /** The UMEM address of the n-th completion that is there, which stays there. */
  public long peek(int nth) {
    return memory.get(JAVA_LONG, descriptorsOffset + (long) cursor.peek(nth) * Long.BYTES);
  }

  /** Gives the taken entries back to the kernel. */
  public void release() {
    cells.setConsumerRelease(cursor.consumed());
  }

  @Override
  public String toString() {
    return "CompletionRing(consumed=%s, available=%d)"
        .formatted(Integer.toUnsignedString(cursor.consumed()), cursor.available());
  }
}
