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

/** A socket of the virtual kernel; {@link #kick} follows __xsk_generic_xmit, net/xdp/xsk.c. */
final class ModelSocket implements XskSocket {

  private static final int LINK_HEADER_BYTES = 14;

  /** Header and VLAN tag: what is longer a device of this MTU drops, veth for one. */
  private static final int MOST_ABOVE_MTU_BYTES = LINK_HEADER_BYTES + 4;

  private static final int TAKEN = 1;

  private final ModelKernel kernel;
  private final SocketPlan plan;

  /** The rings: the kernel's side of them is used by any thread. */
  private final Arena arena = Arena.ofShared();

  /** The frames, which belong to the thread that opened the socket, as on Linux. */
  private final Arena frames = Arena.ofConfined();

  private final MemorySegment umem;
  private final RingMemory txRing;
  private final RingMemory completionRing;
  private final RingCells cells;
  private final ConsumerCursor cursor;
  private final ModelCompletions completions;
  private final int maxPacketBytes;
  private final ReleaseRules rules;
  private final KickBudget budget;
  private long refused;
  private boolean closed;

  ModelSocket(ModelKernel kernel, SocketPlan plan) {
    this.kernel = kernel;
    this.plan = plan;
    this.umem = frames.allocate(plan.umemBytes(), 4_096);
    this.txRing = ModelRings.allocate(arena, plan.txRingSize(), XdpDesc.SIZE_BYTES);
    this.completionRing = ModelRings.allocate(arena, plan.completionRingSize(), Long.BYTES);
    this.cells = new RingCells(txRing);
    this.cursor = new ConsumerCursor(plan.txRingSize(), 0);
    this.completions = new ModelCompletions(completionRing, kernel.script(), kernel.record());
    this.maxPacketBytes = kernel.mtuBytes() + LINK_HEADER_BYTES;
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
    if (!kernel.hasCarrier() && !isZeroCopy()) {
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
    if (!ModelDescriptor.isValid(plan, address, length, options)
        || kernel.script().refusesNextDescriptor()) {
      refuse(address);
      if (rules.passesOverInvalid()) {
        return hasDescriptor() ? transmitOne(nthOfCall) : 0;
      }
      return 0; // the loop ends, and later descriptors wait for the next call
    }
    if (length > kernel.mtuBytes() + MOST_ABOVE_MTU_BYTES) {
      return drop(address);
    }
    boolean more = (options & ModelDescriptor.MORE) != 0;
    if (kernel.hasCarrier()) { // zero-copy without it: the packet is lost, and nothing says so
      deliver(address, length);
      kernel.record().transmitted(address, length, more, rings(more, nthOfCall));
    }
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

  private void refuse(long address) {
    kernel.record().invalid();
    refused++;
    if (rules.givesInvalidBack()) {
      completions.await(address);
    }
  }

  /** EBUSY means a packet, and its frame comes back before the call returns. */
  private int dropOne() {
    if (!hasDescriptor() || !completions.hasSlot()) {
      return cursor.available() == 0 ? 0 : -Errno.EAGAIN;
    }
    long offset = txRing.descriptorsOffset() + (long) cursor.next() * XdpDesc.SIZE_BYTES;
    return drop(XdpDesc.umemAddress(txRing.memory(), offset));
  }

  /** The kernel has consumed the descriptor, gives the frame back, and says EBUSY. */
  private int drop(long address) {
    completions.giveBackNow(address);
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

  private void later(Duration delay, int count, boolean reordered) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              synchronized (kernel) {
                completions.giveBack(count, reordered);
                kernel.drained();
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
    return kernel.settings().transmit() == VirtualTransmit.ZERO_COPY;
  }

  @Override
  public int maxPacketBytes() {
    return maxPacketBytes;
  }

  @Override
  public int moreOption() {
    return ModelDescriptor.MORE;
  }

  @Override
  public LinkState link() {
    return kernel.link();
  }

  @Override
  public boolean seemsUp() {
    return link() == LinkState.UP;
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
    return "interface=%s, ifindex=%d, queue=%d"
        .formatted(plan.interfaceName(), ModelKernel.INTERFACE_INDEX, plan.queue());
  }

  @Override
  public void close() {
    synchronized (kernel) {
      if (!closed) {
        closed = true;
        completions.release();
        kernel.closed(this);
        frames.close();
        arena.close();
      }
    }
  }
}
