package reactor.xsk.internal.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import reactor.xsk.internal.linux.RingMemory;

/**
 * The words of a ring that two sides share. The names carry the memory order; the letters are those
 * of the package's table.
 */
public final class RingCells {

  private static final VarHandle WORD = JAVA_INT.varHandle().withInvokeExactBehavior();

  private final MemorySegment memory;
  private final long producerOffset;
  private final long consumerOffset;
  private final long flagsOffset;

  /** The words of {@code ring}. */
  public RingCells(RingMemory ring) {
    this.memory = ring.memory();
    this.producerOffset = ring.producerOffset();
    this.consumerOffset = ring.consumerOffset();
    this.flagsOffset = ring.flagsOffset();
  }

  /** C: before entries are read. */
  public int producerAcquire() {
    return (int) WORD.getAcquire(memory, producerOffset);
  }

  /** B: after entries were written. */
  public void setProducerRelease(int index) {
    WORD.setRelease(memory, producerOffset, index);
  }

  /** A: before entries are reused. */
  public int consumerAcquire() {
    return (int) WORD.getAcquire(memory, consumerOffset);
  }

  /** D: after entries were read. */
  public void setConsumerRelease(int index) {
    WORD.setRelease(memory, consumerOffset, index);
  }

  /** The flags, read after everything before, the publication included. */
  public int flagsAfterFullFence() {
    VarHandle.fullFence();
    return (int) WORD.getOpaque(memory, flagsOffset);
  }

  /** Sets the flags: the kernel's side. */
  public void setFlagsOpaque(int flags) {
    WORD.setOpaque(memory, flagsOffset, flags);
  }
}
