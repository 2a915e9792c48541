package reactor.xsk.internal.linux;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * The queue of a bind(2), about which the kernel says too little: it has one errno, EINVAL, for
 * several reasons (xsk_bind, xp_assign_dev), and none for a queue that only receives, of which copy
 * mode then takes no packet (__xsk_generic_xmit). Asks the kernel about each.
 */
final class BoundQueue {

  /** What the kernel keeps in a frame of a zero-copy packet: XDP_PACKET_HEADROOM. */
  private static final int HEADROOM_BYTES = 256;

  /** The rest is rounded down to this. */
  private static final int ROUNDED_TO_BYTES = 128;

  /** Header, two VLAN tags and checksum: what a frame of the device may have beside its MTU. */
  private static final int ABOVE_MTU_BYTES = 26;

  private final LinuxCalls calls;
  private final SocketPlan plan;
  private final NetDevice device;

  BoundQueue(LinuxCalls calls, SocketPlan plan, NetDevice device) {
    this.calls = calls;
    this.plan = plan;
    this.device = device;
  }

  /**
   * Does nothing if the queue transmits, or if the kernel does not list queues.
   *
   * @throws XskException if it only receives
   */
  void requireTransmits(Operation call, String values) {
    List<NetdevQueues.Queue> queues = NetdevQueues.of(calls, device.interfaceIndex());
    int last = queues == null ? -1 : last(queues.stream().filter(NetdevQueues.Queue::transmits));
    if (last >= 0 && plan.queue() > last) {
      throw new XskException(
          call.text(),
          0,
          "the queue only receives",
          values,
          "the last transmit queue of %s is %d (`ethtool -l` lists the channels)"
              .formatted(plan.interfaceName(), last),
          null);
    }
  }

  private static int last(Stream<NetdevQueues.Queue> queues) {
    return queues.mapToInt(NetdevQueues.Queue::id).max().orElse(-1);
  }

  /** Why it was refused with EINVAL, with the values of the call. */
  XskException refusal(Operation call, String values) {
    String hint = hint();
    return hint == null
        ? call.failed(-Errno.EINVAL, values)
        : new XskException(
            call.text(), Errno.EINVAL, Errno.nameOf(Errno.EINVAL), values, hint, null);
  }

  private @Nullable String hint() {
    String queues = hintOfQueues();
    if (queues != null) {
      return queues;
    }
    if (plan.chunksPerFrame() > 1 && plan.hasChains(device.mtuBytes())) {
      return hintOfChains();
    }
    return plan.binding() == SocketPlan.Binding.ZERO_COPY ? hintOfMtu() : null;
  }

  private String hintOfChains() {
    return plan.binding() == SocketPlan.Binding.ZERO_COPY
        ? "packets in chains need Linux 6.6, and a driver whose zero-copy takes as many descriptors"
            + " as the MTU needs: use a frameSize of 4096 or less, or mode AUTO or COPY"
        : "packets in chains need Linux 6.6: use a frameSize of 4096 or less";
  }

  private @Nullable String hintOfQueues() {
    List<NetdevQueues.Queue> queues = NetdevQueues.of(calls, device.interfaceIndex());
    int last = queues == null ? -1 : last(queues.stream());
    return last < 0 || plan.queue() <= last
        ? null
        : "the queue does not exist: the last of %s is %d (`ethtool -l` lists the channels)"
            .formatted(plan.interfaceName(), last);
  }

  private @Nullable String hintOfMtu() {
    int mtuBytes = device.mtuBytes();
    int roomBytes = (plan.chunkBytes() - HEADROOM_BYTES) / ROUNDED_TO_BYTES * ROUNDED_TO_BYTES;
    // several chunks have room for more, by the segments of the driver
    return plan.chunksPerFrame() > 1 || mtuBytes + ABOVE_MTU_BYTES <= roomBytes
        ? null
        : ("with an MTU of %d a packet needs %d bytes, and a frame of %d has %d in zero-copy: use a"
                + " smaller MTU, a larger frameSize, or mode AUTO or COPY")
            .formatted(mtuBytes, mtuBytes + ABOVE_MTU_BYTES, plan.frameSizeBytes(), roomBytes);
  }
}
