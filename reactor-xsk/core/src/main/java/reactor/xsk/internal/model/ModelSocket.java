package reactor.xsk.internal.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XdpDesc;
import reactor.xsk.internal.linux.XdpStatistics;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.ConsumerCursor;
import reactor.xsk.internal.ring.RingCells;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualTransmit;

/**
 * A socket of the virtual kernel. {@link #kick} follows __xsk_generic_xmit of net/xdp/xsk.c step by
 * step.
 */
final class ModelSocket implements XskSocket {

  /** The option bit that stands for <i>more</i>; Linux would refuse it. */
  private static final int MORE = 1 << 31;

  private static final int LINK_HEADER_BYTES = 14;
  private static final int TAKEN = 1;

  private final ModelKernel kernel;
  private final SocketPlan plan;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment umem;
  private final RingMemory txRing;
  private final RingMemory completionRing;
  private final RingCells cells;
  private final ConsumerCursor cursor;
  private final ModelCompletions completions;
  private final ReleaseRules rules;
  private final KickBudget budget;
  private long refused;
  private boolean closed;

  ModelSocket(ModelKernel kernel, SocketPlan plan) {
    this.kernel = kernel;
    this.plan = plan;
    this.umem = arena.allocate(plan.umemBytes(), 4_096);
    this.txRing = ModelRings.allocate(arena, plan.txRingSize(), XdpDesc.SIZE_BYTES);
    this.completionRing = ModelRings.allocate(arena, plan.completionRingSize(), Long.BYTES);
    this.cells = new RingCells(txRing);
    this.cursor = new ConsumerCursor(plan.txRingSize(), 0);
    this.completions = new ModelCompletions(completionRing, kernel.script(), kernel.record());
    this.rules = new ReleaseRules(kernel.settings().release());
    this.budget = rules.budget(plan);
  }

  int queue() {
    return plan.queue();
  }

  ModelCompletions completions() {
    return completions;
  }

  @Override
  public int kick() {
    synchronized (kernel) {
      kernel.record().kick();
      if (kernel.isRemoved() || closed) {
        return -Errno.ENXIO;
      }
      if (!kernel.isInterfaceUp()) {
        return -Errno.ENETDOWN;
      }
      int consumedBefore = cursor.consumed();
      int waitingBefore = completions.waiting();
      long packetsBefore = kernel.record().packetCount();
      int answer = transmit(kernel.script().next());
      boolean sent = kernel.record().packetCount() != packetsBefore;
      if (rules.publishesAtEnd(sent, cursor.consumed() != consumedBefore)) {
        cells.setConsumerRelease(cursor.consumed());
      }
      completeByPolicy(kernel.completions(), completions.waiting() - waitingBefore);
      return answer;
    }
  }

  private int transmit(@Nullable VirtualFault fault) {
    if (!kernel.hasCarrier()) {
      return dropOne();
    }
    int most = fault == null ? Integer.MAX_VALUE : fault.takes();
    for (int taken = 0; taken < most && hasDescriptor(); taken++) {
      int step = taken == budget.granted() ? -Errno.EAGAIN : transmitOne(taken);
      if (step != TAKEN) {
        return step;
      }
    }
    if (fault == null) {
      return 0;
    }
    if (fault.drops()) {
      return dropOne();
    }
    return fault.answer();
  }

  private boolean hasDescriptor() {
    if (cursor.available() == 0) {
      if (rules.publishesBeforeReading()) {
        cells.setConsumerRelease(cursor.consumed());
      }
      cursor.see(cells.producerAcquire());
    }
    return cursor.available() > 0;
  }

  /** One descriptor. Returns TAKEN, or what the kick answers. */
  private int transmitOne(int nthOfCall) {
    boolean charged = completions.charged() >= kernel.settings().sendBufferPackets();
    if (charged || !completions.hasSlot()) {
      return -Errno.EAGAIN;
    }
    long offset = txRing.descriptorsOffset() + (long) cursor.next() * XdpDesc.SIZE_BYTES;
    MemorySegment ring = txRing.memory();
    long address = XdpDesc.umemAddress(ring, offset);
    int length = XdpDesc.lengthBytes(ring, offset);
    int options = XdpDesc.options(ring, offset);
    if (!isValid(address, length, options) || kernel.script().refusesNextDescriptor()) {
      refuse(address);
      if (rules.passesOverInvalid()) {
        return hasDescriptor() ? transmitOne(nthOfCall) : 0;
      }
      return 0; // the loop ends, and later descriptors wait for the next call
    }
    boolean more = (options & MORE) != 0;
    deliver(address, length);
    kernel.record().transmitted(address, length, more, rings(more, nthOfCall));
    completions.await(address);
    return TAKEN;
  }

  /** The series says more while another packet of the same batch follows. */
  private boolean rings(boolean more, int nthOfCall) {
    boolean lastOfBatch = (nthOfCall + 1) % Math.max(1, plan.windowSize()) == 0;
    return kernel.settings().transmit() != VirtualTransmit.BATCH_MORE
        || !more
        || lastOfBatch
        || !hasDescriptor();
  }

  private void deliver(long address, int length) {
    var consumer = kernel.settings().onPacket();
    if (consumer != null) {
      consumer.accept(umem.asSlice(address, length).asReadOnly());
    }
  }

  private boolean isValid(long address, int length, int options) {
    long inFrame = address & (plan.frameSizeBytes() - 1);
    return length > 0
        && (options & ~MORE) == 0
        && address >= 0
        && address < plan.umemBytes()
        && inFrame + length <= plan.frameSizeBytes();
  }

  private void refuse(long address) {
    kernel.record().invalid();
    refused++;
    if (rules.givesInvalidBack()) {
      completions.await(address);
    }
  }

  /** EBUSY means a packet, and its frame comes back before the call returns. */
  private int dropOne() {
    if (!hasDescriptor()) {
      return 0;
    }
    if (!completions.hasSlot()) {
      return -Errno.EAGAIN;
    }
    long offset = txRing.descriptorsOffset() + (long) cursor.next() * XdpDesc.SIZE_BYTES;
    completions.giveBackNow(XdpDesc.umemAddress(txRing.memory(), offset));
    kernel.record().dropped();
    return -Errno.EBUSY;
  }

  private void completeByPolicy(VirtualCompletions policy, int framesOfThisKick) {
    if (policy.held()) {
      return;
    }
    if (policy.delay().isZero()) {
      completions.giveBack(Integer.MAX_VALUE, policy.reordered());
    } else if (framesOfThisKick > 0) {
      later(policy.delay(), framesOfThisKick, policy.reordered());
    }
  }

  private void later(Duration delay, int frames, boolean reordered) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              synchronized (kernel) {
                if (!closed) {
                  completions.giveBack(frames, reordered);
                }
              }
            });
  }

  @Override
  public MemorySegment umem() {
    return umem;
  }

  @Override
  public RingMemory txRing() {
    return txRing;
  }

  @Override
  public RingMemory completionRing() {
    return completionRing;
  }

  @Override
  public KickBudget kickBudget() {
    return budget;
  }

  @Override
  public boolean isZeroCopy() {
    return false;
  }

  @Override
  public int maxPacketBytes() {
    return kernel.settings().mtuBytes() + LINK_HEADER_BYTES;
  }

  @Override
  public int moreOption() {
    return MORE;
  }

  @Override
  public LinkState link() {
    synchronized (kernel) {
      if (kernel.isRemoved()) {
        return LinkState.GONE;
      }
      return kernel.isInterfaceUp() && kernel.hasCarrier() ? LinkState.UP : LinkState.DOWN;
    }
  }

  @Override
  public XdpStatistics statistics() {
    synchronized (kernel) {
      return new XdpStatistics(refused, 0);
    }
  }

  @Override
  public long refusedDescriptors() {
    synchronized (kernel) {
      return refused;
    }
  }

  @Override
  public String describe() {
    return "interface=%s (virtual), queue=%d".formatted(plan.interfaceName(), plan.queue());
  }

  @Override
  public void close() {
    synchronized (kernel) {
      if (!closed) {
        closed = true;
        kernel.closed(this);
        arena.close();
      }
    }
  }
}
