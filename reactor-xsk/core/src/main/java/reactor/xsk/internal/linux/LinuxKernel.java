package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskDeviceCounters;

/**
 * Opens AF_XDP sockets of the running kernel. {@link #open} reads in the order that the kernel
 * wants: UMEM, rings, mappings, options of copy mode, bind.
 */
public final class LinuxKernel implements XskKernel {

  /**
   * Entries of the fill ring. A socket that only transmits never uses it, but bind(2) wants one
   * (net/xdp/xsk.c, xsk_validate_queues).
   */
  private static final int FILL_RING_SIZE = 2;

  private final LinuxCalls calls;
  private final @Nullable InterfaceHold hold;
  private final KernelFiles files;

  /** Over the given calls, for sockets of interfaces that are found by name. */
  public LinuxKernel(LinuxCalls calls) {
    this(calls, null);
  }

  /** The same, for sockets of one interface. */
  public LinuxKernel(LinuxCalls calls, @Nullable InterfaceHold hold) {
    this(calls, hold, KernelFiles.ofRunningKernel());
  }

  /** The same, with the files of a test. */
  LinuxKernel(LinuxCalls calls, @Nullable InterfaceHold hold, KernelFiles files) {
    this.calls = calls;
    this.hold = hold;
    this.files = files;
  }

  @Override
  public XskSocket open(SocketPlan asked) {
    CloseStack opened = new CloseStack();
    try (Arena scratch = Arena.ofConfined()) {
      NetDevice device = opened.own(find(asked.interfaceName()));
      EthernetOnly.require(device);
      SocketPlan plan = withMetadataOf(device, asked);
      int fd = createSocket(plan, opened);
      GrantNotes notes = new GrantNotes();
      int node = files.numaNode(plan.interfaceName(), device.interfaceIndex());
      MappedRegion mapped = opened.own(new UmemMemory(calls, plan, node, notes).map());
      MemorySegment umem = mapped.memory().asSlice(0, plan.umemBytes());
      registerUmem(fd, plan, umem, scratch);
      sizeRings(fd, plan, scratch);
      MemorySegment offsets = ringOffsets(fd, plan, scratch);
      RingMemory txRing = mapTxRing(fd, plan, offsets, opened);
      RingMemory completionRing = mapCompletionRing(fd, plan, offsets, opened);
      SocketOptions options = new SocketOptions(calls, fd, plan, scratch, notes);
      options.sizeSendBuffer();
      options.askForBusyPolling();
      KickBudget budget = options.raiseTransmitBudget();
      int bindFlags = bind(fd, plan, device, scratch);
      boolean zeroCopy = options.askForZeroCopy(bindFlags);
      if (plan.extras().kernelBatch() > 0) {
        options.askForKernelBatch(zeroCopy, files.types(), device);
      }
      return new LinuxSocket(
          calls,
          fd,
          device,
          umem,
          txRing,
          completionRing,
          zeroCopy,
          budget,
          notes.grants(),
          plan,
          opened);
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  @Override
  public long lockableBytes() {
    return files.lockableBytes();
  }

  @Override
  public XskDeviceCounters deviceCounters(String interfaceName) {
    if (hold != null) {
      return hold.counters();
    }
    try (InterfaceHold found = InterfaceHold.find(calls, interfaceName)) {
      return found.counters();
    }
  }

  /** The mode that the device can have with the metadata of the plan. */
  private SocketPlan withMetadataOf(NetDevice device, SocketPlan plan) {
    return plan.metadata().isAny()
        ? plan.withBinding(
            MetadataGrant.binding(plan, NetdevFamily.featuresOf(calls, device.interfaceIndex())))
        : plan;
  }

  private NetDevice find(String interfaceName) {
    int index = hold == null ? NetDevice.BY_NAME : hold.interfaceIndex();
    return NetDevice.find(calls, interfaceName, index);
  }

  private int createSocket(SocketPlan plan, CloseStack opened) {
    Descriptor socket = opened.own(new Descriptor(calls));
    return Operation.SOCKET.check(
        socket.take(calls.socket(IfXdp.AF_XDP, IfXdp.SOCK_RAW | IfXdp.SOCK_CLOEXEC, 0)),
        plan.describe());
  }

  private void registerUmem(int fd, SocketPlan plan, MemorySegment umem, Arena scratch) {
    int flags = plan.metadata().umemFlags();
    int result = registerUmem(fd, plan, umem, flags, scratch);
    if (result == -Errno.EINVAL && plan.metadata().isAny()) {
      // Linux 6.8 to 6.10 take the length without the flag, and know no such flag
      flags &= ~IfXdp.XDP_UMEM_TX_METADATA_LEN;
      result = registerUmem(fd, plan, umem, flags, scratch);
    }
    String limit = result == -Errno.ENOBUFS ? ", lockableBytes=" + lockableBytes() : "";
    Operation.REGISTER_UMEM.check(
        result,
        plan.describe(
            "frameCount=%d, frameSize=%d, umemBytes=%d%s"
                .formatted(plan.frameCount(), plan.frameSizeBytes(), plan.umemBytes(), limit)));
  }

  private int registerUmem(int fd, SocketPlan plan, MemorySegment umem, int flags, Arena scratch) {
    MemorySegment registration =
        XdpUmemReg.of(scratch, umem, plan.chunkBytes(), flags, plan.metadata().headroomBytes());
    return calls.setsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_UMEM_REG, registration);
  }

  private void sizeRings(int fd, SocketPlan plan, Arena scratch) {
    int completions = plan.completionRingSize();
    sizeRing(fd, plan, "fill", IfXdp.XDP_UMEM_FILL_RING, FILL_RING_SIZE, scratch);
    sizeRing(fd, plan, "completion", IfXdp.XDP_UMEM_COMPLETION_RING, completions, scratch);
    sizeRing(fd, plan, "TX", IfXdp.XDP_TX_RING, plan.txRingSize(), scratch);
  }

  private void sizeRing(
      int fd, SocketPlan plan, String ring, int option, int entries, Arena scratch) {
    MemorySegment value = scratch.allocateFrom(JAVA_INT, entries);
    Operation.SIZE_RING.check(
        calls.setsockopt(fd, IfXdp.SOL_XDP, option, value),
        plan.describe("ring=%s, entries=%d".formatted(ring, entries)));
  }

  private MemorySegment ringOffsets(int fd, SocketPlan plan, Arena scratch) {
    MemorySegment offsets = scratch.allocate(XdpMmapOffsets.SIZE_BYTES, Long.BYTES);
    int length =
        Operation.RING_OFFSETS.check(
            calls.getsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_MMAP_OFFSETS, offsets),
            plan.describe("lengthBytes=" + XdpMmapOffsets.SIZE_BYTES));
    if (length != XdpMmapOffsets.SIZE_BYTES) {
      throw Operation.RING_OFFSETS.failed(
          -Errno.EOPNOTSUPP, plan.describe("lengthBytes=" + length));
    }
    return offsets;
  }

  private RingMemory mapTxRing(int fd, SocketPlan plan, MemorySegment offsets, CloseStack opened) {
    return mapRing(
        fd,
        plan,
        IfXdp.XDP_PGOFF_TX_RING,
        offsets,
        XdpMmapOffsets.TX,
        plan.txRingSize(),
        XdpDesc.SIZE_BYTES,
        opened);
  }

  private RingMemory mapCompletionRing(
      int fd, SocketPlan plan, MemorySegment offsets, CloseStack opened) {
    return mapRing(
        fd,
        plan,
        IfXdp.XDP_UMEM_PGOFF_COMPLETION_RING,
        offsets,
        XdpMmapOffsets.COMPLETION,
        plan.completionRingSize(),
        Long.BYTES,
        opened);
  }

  private RingMemory mapRing(
      int fd,
      SocketPlan plan,
      long pageOffset,
      MemorySegment offsets,
      long ring,
      int entries,
      int entryBytes,
      CloseStack opened) {
    long descriptors = XdpMmapOffsets.descriptors(offsets, ring);
    long lengthBytes = descriptors + (long) entries * entryBytes;
    MappedRegion region = opened.own(MappedRegion.ofRing(calls, fd, plan, pageOffset, lengthBytes));
    return new RingMemory(
        region.memory(),
        XdpMmapOffsets.producer(offsets, ring),
        XdpMmapOffsets.consumer(offsets, ring),
        XdpMmapOffsets.flags(offsets, ring),
        descriptors,
        entries);
  }

  /** Returns the flags that it was given. */
  private int bind(int fd, SocketPlan plan, NetDevice device, Arena scratch) {
    int mode =
        switch (plan.binding()) {
          case AUTO -> 0;
          case COPY -> IfXdp.XDP_COPY;
          case ZERO_COPY -> IfXdp.XDP_ZEROCOPY;
        };
    boolean chains = plan.chunksPerFrame() > 1 && plan.hasChains(device.mtuBytes());
    int flags = mode | IfXdp.XDP_USE_NEED_WAKEUP | (chains ? IfXdp.XDP_USE_SG : 0);
    MemorySegment address = SockaddrXdp.of(scratch, flags, device.interfaceIndex(), plan.queue());
    Operation call =
        plan.binding() == SocketPlan.Binding.ZERO_COPY ? Operation.BIND_ZERO_COPY : Operation.BIND;
    String values = plan.describe("ifindex=" + device.interfaceIndex());
    BoundQueue queue = new BoundQueue(calls, plan, device);
    int result = calls.bind(fd, address);
    if (result == -Errno.EINVAL) {
      throw queue.refusal(call, values);
    }
    call.check(result, values);
    queue.requireTransmits(call, values);
    return flags;
  }
}
