package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import reactor.xsk.XskException;
import reactor.xsk.XskGrants;

/**
 * The options of a socket that shape how it transmits: asks for them, and notes what is granted.
 */
final class SocketOptions {

  /**
   * What copy mode charges to the send buffer per packet beside its frame: sk_buff and the slack of
   * its head (kernel-side truesize), rounded up.
   */
  private static final int SKB_OVERHEAD_BYTES = 1_024;

  private final LinuxCalls calls;
  private final int fd;
  private final SocketPlan plan;
  private final Arena scratch;
  private final GrantNotes notes;

  SocketOptions(LinuxCalls calls, int fd, SocketPlan plan, Arena scratch, GrantNotes notes) {
    this.calls = calls;
    this.fd = fd;
    this.plan = plan;
    this.scratch = scratch;
    this.notes = notes;
  }

  /**
   * Copy mode charges every packet in flight to the send buffer, and the default lets only some 256
   * small packets fly. Without CAP_NET_ADMIN in the initial user namespace net.core.wmem_max caps
   * the size: then fewer fly, the kernel says EAGAIN, and the loop waits for completions.
   */
  void sizeSendBuffer() {
    long wanted = (long) plan.txRingSize() * (plan.chunkBytes() + SKB_OVERHEAD_BYTES);
    // the kernel doubles the value
    int half = (int) Math.min(wanted / 2, Integer.MAX_VALUE / 2);
    MemorySegment value = scratch.allocateFrom(JAVA_INT, half);
    boolean forced = calls.setsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUFFORCE, value) >= 0;
    if (!forced) {
      Operation.SEND_BUFFER.check(
          calls.setsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUF, value),
          plan.describe("bytes=" + half));
    }
    Operation.SEND_BUFFER_SIZE.check(
        calls.getsockopt(fd, IfXdp.SOL_SOCKET, IfXdp.SO_SNDBUF, value), plan.describe());
    int granted = value.get(JAVA_INT, 0);
    notes.note(
        XskGrants.Option.SEND_BUFFER_BYTES,
        2L * half,
        granted,
        granted >= 2L * half ? "" : "net.core.wmem_max");
  }

  /**
   * Lets one kick take all packets that share it. The default is asked for as well, because the
   * answer says how the kernel publishes its index. A ring below the default cannot be asked with.
   */
  KickBudget raiseTransmitBudget() {
    KickBudget budget = askForTransmitBudget();
    notes.note(budget);
    return budget;
  }

  private KickBudget askForTransmitBudget() {
    int asked = plan.kickBudget();
    MemorySegment value = scratch.allocateFrom(JAVA_INT, asked);
    int result = calls.setsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_MAX_TX_SKB_BUDGET, value);
    if (result == -Errno.ENOPROTOOPT) {
      return KickBudget.fixed(asked);
    }
    boolean smallRing = plan.txRingSize() < IfXdp.DEFAULT_TX_BUDGET;
    if (!smallRing || result != -Errno.EACCES) {
      Operation.TRANSMIT_BUDGET.check(result, plan.describe("budget=" + asked));
    }
    return KickBudget.granted(asked);
  }

  /** Asks that a kick polls the device, in the calling thread. */
  void askForBusyPolling() {
    SocketExtras extras = plan.extras();
    if (extras.busyPollMicros() > 0) {
      if (extras.busyPollBudget() > 0) {
        setPolling(IfXdp.SO_PREFER_BUSY_POLL, "SO_PREFER_BUSY_POLL", 1);
        setPolling(IfXdp.SO_BUSY_POLL_BUDGET, "SO_BUSY_POLL_BUDGET", extras.busyPollBudget());
      }
      setPolling(IfXdp.SO_BUSY_POLL, "SO_BUSY_POLL", extras.busyPollMicros());
      notes.note(
          XskGrants.Option.BUSY_POLL_MICROS,
          extras.busyPollMicros(),
          extras.busyPollMicros(),
          extras.busyPollBudget() > 0
              ? "preferred to interrupts, budget " + extras.busyPollBudget()
              : "");
    }
  }

  private void setPolling(int option, String name, int value) {
    Operation.BUSY_POLL.check(
        calls.setsockopt(fd, IfXdp.SOL_SOCKET, option, scratch.allocateFrom(JAVA_INT, value)),
        plan.describe("option=%s, value=%d".formatted(name, value)));
  }

  /** Asks what mode a bound socket has; true for zero-copy. */
  boolean askForZeroCopy(int bindFlags) {
    MemorySegment options = scratch.allocate(JAVA_INT);
    Operation.GRANTED_OPTIONS.check(
        calls.getsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_OPTIONS, options), plan.describe());
    boolean zeroCopy = (options.get(JAVA_INT, 0) & IfXdp.XDP_OPTIONS_ZEROCOPY) != 0;
    notes.note(
        XskGrants.Option.BIND_FLAGS,
        bindFlags,
        bindFlags | (zeroCopy ? IfXdp.XDP_ZEROCOPY : IfXdp.XDP_COPY),
        (zeroCopy ? "zero-copy, need-wakeup" : "copy, need-wakeup")
            + ((bindFlags & IfXdp.XDP_USE_SG) != 0 ? ", chains" : ""));
    return zeroCopy;
  }

  /**
   * Asks for batch transmit, once, of a bound socket in copy mode; where the kernel's types prove
   * that it is what the kernel understands, and where the device has room for all packets in
   * flight.
   *
   * @throws XskException if the kernel has none, or if there is no room
   */
  void askForKernelBatch(boolean zeroCopy, Supplier<Btf> types, NetDevice device) {
    int asked = plan.extras().kernelBatch();
    if (zeroCopy) {
      notes.note(XskGrants.Option.KERNEL_BATCH, asked, 0, "zero-copy has none");
      return;
    }
    if (!KernelBatch.isKnownTo(types.get())) {
      throw KernelBatch.unknown(plan);
    }
    int ringEntries = device.txRingEntries();
    if (ringEntries > 0) {
      KernelBatch.requireRoom(plan, notes.grants().sendBufferBytes().granted(), ringEntries);
    }
    Operation.KERNEL_BATCH.check(
        calls.setsockopt(
            fd, IfXdp.SOL_XDP, IfXdp.XDP_GENERIC_XMIT_BATCH, scratch.allocateFrom(JAVA_INT, asked)),
        plan.describe("kernelBatch=" + asked));
    notes.note(
        XskGrants.Option.KERNEL_BATCH,
        asked,
        asked,
        ringEntries > 0 ? "" : "the device does not say how large its ring is");
  }
}
