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
  private final ConsumerCursor cursor;

  /** Goes on where the consumer index in {@code ring} stands. */
  public CompletionRing(RingMemory ring) {
    this.cells = new RingCells(ring);
    this.memory = ring.memory();
    this.descriptorsOffset = ring.descriptorsOffset();
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
   * Takes the UMEM address of the next completion; {@link #available} has said that there is one.
   */
  public long next() {
    return memory.get(JAVA_LONG, descriptorsOffset + (long) cursor.next() * Long.BYTES);
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
