package reactor.xsk.internal.ring;

import java.nio.LongBuffer;
import reactor.xsk.XskCompletionException;
import reactor.xsk.internal.linux.RingMemory;

/** The ring that frames come back through. The kernel produces, this process consumes. */
public final class CompletionRing {

  private final RingCells cells;
  private final LongBuffer words; // the entries: an int index has cheaper checks in a loop
  private final ConsumerCursor cursor;

  /** Goes on where the consumer index in {@code ring} stands. */
  public CompletionRing(RingMemory ring) {
    this.cells = new RingCells(ring);
    this.words = ring.entriesAsWords(Long.BYTES);
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
    int upToTheWrap = Math.min(count, words.capacity() - slot);
    read(slot, addresses, 0, upToTheWrap);
    if (upToTheWrap < count) {
      read(-upToTheWrap, addresses, upToTheWrap, count);
    }
  }

  private void read(int first, long[] addresses, int from, int to) {
    LongBuffer ring = words;
    for (int i = from; i < to; i++) {
      addresses[i] = ring.get(first + i);
    }
  }

  /** Takes the next completions. */
  public void take(int count) {
    cursor.take(count);
  }

  /** The UMEM address of the n-th completion that is there, which stays there. */
  public long peek(int nth) {
    return words.get(cursor.peek(nth));
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
