package reactor.xsk.internal.model;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.ring.ConsumerCursor;
import reactor.xsk.internal.ring.RingCells;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualTransmit;

/**
 * The loop that takes descriptors out of a TX ring: __xsk_generic_xmit, net/xdp/xsk.c. Guarded by
 * the kernel's lock.
 */
final class ModelTransmit {

  /** Header and VLAN tag: what is longer a device of this MTU drops, veth for one. */
  private static final int MOST_ABOVE_MTU_BYTES =
      NetDevice.LINK_HEADER_BYTES + NetDevice.VLAN_TAG_BYTES;

  private static final int TAKEN = 1;
  private static final int HELD = 2;

  private final ModelKernel kernel;
  private final SocketPlan plan;
  private final MemorySegment umem;
  private final RingMemory ring;
  private final RingCells cells;
  private final ConsumerCursor cursor;
  private final ModelCompletions completions;
  private final ModelMetadata metadata;
  private final ReleaseRules rules;
  private final KickBudget budget;

  /** What there is of the packet that the loop is at; the rest may wait for the next call. */
  private final ModelPacket packet = new ModelPacket();

  /** Whether the rest of a broken packet is to be passed over. */
  private boolean drains;

  private long refused;

  ModelTransmit(
      ModelKernel kernel,
      SocketPlan plan,
      MemorySegment umem,
      RingMemory ring,
      ModelCompletions completions) {
    this.kernel = kernel;
    this.plan = plan;
    this.umem = umem;
    this.ring = ring;
    this.cells = new RingCells(ring);
    this.cursor = new ConsumerCursor(plan.txRingSize(), 0);
    this.completions = completions;
    this.metadata = new ModelMetadata(umem, plan.metadata());
    this.rules = new ReleaseRules(kernel.settings().release());
    this.budget = rules.budget(plan);
  }

  KickBudget budget() {
    return budget;
  }

  /** Descriptors that were not valid. */
  long refused() {
    return refused;
  }

  /** One call; returns what it answers. */
  int run(@Nullable VirtualFault fault) {
    int consumedBefore = cursor.consumed();
    long packetsBefore = kernel.record().packetCount();
    int answer = transmit(fault);
    boolean sent = kernel.record().packetCount() != packetsBefore;
    if (rules.publishesAtEnd(sent, cursor.consumed() != consumedBefore)) {
      cells.setConsumerRelease(cursor.consumed());
    }
    return answer;
  }

  private int transmit(@Nullable VirtualFault fault) {
    if (!kernel.hasCarrier() && !isZeroCopy()) {
      return dropOne();
    }
    int most = fault == null ? Integer.MAX_VALUE : fault.takes();
    int packets = 0;
    for (int descriptors = 0; packets < most && hasDescriptor(); descriptors++) {
      int step = descriptors == budget.granted() ? -Errno.EAGAIN : transmitOne(packets);
      if (step != TAKEN && step != HELD) {
        return step;
      }
      packets += step == TAKEN ? 1 : 0;
    }
    if (fault == null) {
      return 0;
    }
    if (fault.drops()) {
      return dropOne();
    }
    return fault.answer();
  }

  private boolean isZeroCopy() {
    return kernel.isZeroCopy(plan);
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

  /** One descriptor. Returns TAKEN, HELD if its packet goes on, or what the kick answers. */
  private int transmitOne(int nthOfCall) {
    boolean charged =
        packet.size() == 0 && completions.charged() >= kernel.settings().sendBufferPackets();
    if (charged || !completions.hasSlots(packet.size() + 1)) {
      return -Errno.EAGAIN;
    }
    packet.add(ring, cursor.peek(0));
    if (drains || !isLastValid() || isRefused()) {
      return refuse(nthOfCall);
    }
    int error = packet.size() == 1 ? metadata.check(packet) : 0;
    if (error != 0) {
      packet.clear();
      return error; // and the descriptor stays: every call ends here
    }
    cursor.next();
    if (packet.continues()) {
      return packet.size() < IfXdp.MOST_DESCRIPTORS_OF_A_PACKET ? HELD : breakPacket();
    }
    if (packet.lengthBytes() > kernel.mtuBytes() + MOST_ABOVE_MTU_BYTES) {
      return drop();
    }
    if (kernel.hasCarrier()) { // zero-copy without it: the packet is lost, and nothing says so
      deliver();
      boolean doorbell = rings(packet.more(), nthOfCall);
      kernel.record().transmitted(packet, doorbell, metadata.launchTimeNs(packet));
      metadata.transmitted(packet);
    }
    for (int n = 0; n < packet.size(); n++) {
      completions.await(packet.address(n));
    }
    packet.clear();
    return TAKEN;
  }

  /** Refuses whole packets: older kernels would send the rest of one as a packet of its own. */
  private boolean isRefused() {
    return !packet.continues() && kernel.script().refusesNextDescriptor();
  }

  private boolean isLastValid() {
    int last = packet.size() - 1;
    return ModelDescriptor.isValid(
        plan, packet.address(last), packet.lengthBytes(last), packet.options(last));
  }

  /** The series says more while another packet of the same batch follows. */
  private boolean rings(boolean more, int nthOfCall) {
    boolean lastOfBatch = (nthOfCall + 1) % Math.max(1, plan.windowSize()) == 0;
    return kernel.settings().transmit() != VirtualTransmit.BATCH_MORE
        || !more
        || lastOfBatch
        || !hasDescriptor();
  }

  private void deliver() {
    var consumer = kernel.settings().onPacket();
    if (consumer != null) {
      consumer.accept(metadata.withChecksum(packet, packet.bytesIn(umem)).asReadOnly());
    }
  }

  /** A descriptor that is not valid, and what there is of its packet. */
  private int refuse(int nthOfCall) {
    cursor.next();
    breakPacket();
    if (rules.passesOverInvalid()) {
      return hasDescriptor() ? transmitOne(nthOfCall) : 0;
    }
    return 0; // the loop ends, and later descriptors wait for the next call
  }

  /** Drops what there is of a packet; newer kernels pass over its rest too. */
  private int breakPacket() {
    kernel.record().invalid(packet.size());
    refused += packet.size();
    if (rules.givesInvalidBack()) {
      for (int n = 0; n < packet.size(); n++) {
        completions.await(packet.address(n));
      }
      drains = packet.continues();
    }
    packet.clear();
    return HELD;
  }

  /** EBUSY means a packet, and its frames come back before the call returns. */
  private int dropOne() {
    do {
      if (!hasDescriptor() || !completions.hasSlots(packet.size() + 1)) {
        return cursor.available() == 0 ? 0 : -Errno.EAGAIN;
      }
      packet.add(ring, cursor.next());
    } while (packet.continues());
    return drop();
  }

  /** The kernel has consumed the descriptors, gives the frames back, and says EBUSY. */
  private int drop() {
    for (int n = 0; n < packet.size(); n++) {
      completions.giveBackNow(packet.address(n));
    }
    packet.clear();
    kernel.record().dropped();
    return -Errno.EBUSY;
  }
}
