package reactor.xsk.internal.model;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.ring.ProducerCursor;
import reactor.xsk.internal.ring.RingCells;

/**
 * The kernel's side of a completion ring, and the frames that wait to come back. Guarded by the
 * kernel's lock. Allocates nothing per frame.
 */
final class ModelCompletions {

  private final RingMemory ring;
  private final RingCells cells;
  private final ProducerCursor cursor;
  private final KickScript script;
  private final ModelRecord record;
  private final long[] waiting;
  private int waitingHead;
  private int waitingCount;
  private int neverToCome;
  private boolean released;

  ModelCompletions(RingMemory ring, KickScript script, ModelRecord record) {
    this.ring = ring;
    this.cells = new RingCells(ring);
    this.cursor = new ProducerCursor(ring.entries(), 0);
    this.script = script;
    this.record = record;
    this.waiting = new long[ring.entries()];
  }

  /** Whether so many slots can be reserved, as copy mode does one by one before each descriptor. */
  boolean hasSlots(int frames) {
    cursor.see(cells.consumerAcquire());
    return cursor.free() - waitingCount - neverToCome >= frames;
  }

  /** A frame is on its way and will come back. */
  void await(long umemAddress) {
    waiting[(waitingHead + waitingCount++) & (waiting.length - 1)] = umemAddress;
  }

  int waiting() {
    return waitingCount;
  }

  /** Packets that are charged to the send buffer. */
  int charged() {
    return waitingCount + neverToCome;
  }

  /**
   * Gives back up to {@code most} frames, as far as the ring has room: oldest first, or the newest
   * of them first.
   */
  int giveBack(int most, boolean reversed) {
    if (released) {
      int freed = Math.clamp(most, 0, waitingCount);
      waitingCount -= freed;
      return freed;
    }
    cursor.see(cells.consumerAcquire());
    int count = Math.clamp(most, 0, Math.min(waitingCount, cursor.free()));
    for (int i = 0; i < count; i++) {
      int nth = reversed ? count - 1 - i : i;
      giveBack(waiting[(waitingHead + nth) & (waiting.length - 1)]);
    }
    waitingHead += count;
    waitingCount -= count;
    return count;
  }

  /**
   * Gives back a frame before all that wait; {@link #hasSlots} has said that there is room. A
   * device cannot lose it: the kernel does this itself.
   */
  void giveBackNow(long umemAddress) {
    post(umemAddress);
  }

  private void giveBack(long umemAddress) {
    if (script.losesNextCompletion()) {
      neverToCome++;
      record.lost();
      return;
    }
    post(umemAddress);
    boolean spare = cursor.free() - waitingCount > 0; // no frame of those waiting loses its slot
    if (spare && script.repeatsNextCompletion()) {
      post(umemAddress);
    }
  }

  /** The socket is closed: what still waits goes back to its device, and no ring takes it. */
  void release() {
    released = true;
  }

  /** Puts an address that is not in flight into the ring, if it has room. */
  void postForeign(long umemAddress) {
    if (released) {
      return;
    }
    cursor.see(cells.consumerAcquire());
    if (cursor.free() > 0) {
      post(umemAddress);
    }
  }

  private void post(long umemAddress) {
    ring.memory()
        .set(JAVA_LONG, ring.descriptorsOffset() + (long) cursor.next() * Long.BYTES, umemAddress);
    cells.setProducerRelease(cursor.produced());
    record.completed();
  }
}
