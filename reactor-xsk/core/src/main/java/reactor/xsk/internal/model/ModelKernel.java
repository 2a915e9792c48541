package reactor.xsk.internal.model;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.InterfaceHold;
import reactor.xsk.internal.linux.KernelBatch;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.MetadataGrant;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualCounters;
import reactor.xsk.virtual.VirtualDescriptor;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;
import reactor.xsk.virtual.VirtualTransmit;

/**
 * The virtual kernel: its device, its scripts, its record. One lock guards all, because tests and
 * loop threads both come.
 */
public final class ModelKernel implements VirtualKernel, XskKernel {

  /** What a kernel is built with; {@link VirtualKernel.Builder} says what each means. */
  public record Settings(
      @Nullable String interfaceName,
      VirtualTransmit transmit,
      int mtuBytes,
      int queueCount,
      int sendBufferPackets,
      boolean traceDescriptors,
      VirtualRelease release,
      @Nullable Consumer<MemorySegment> onPacket) {

    /** Checks the ranges. */
    public Settings {
      if (mtuBytes < 68 || queueCount < 1 || sendBufferPackets < 1) {
        throw new IllegalArgumentException(
            "mtu >= 68, queues >= 1 and sendBuffer >= 1 does not hold: mtu=%d, queues=%d, sendBuffer=%d"
                .formatted(mtuBytes, queueCount, sendBufferPackets));
      }
    }

    static void checkMtu(int bytes) {
      if (bytes < 68) {
        throw new IllegalArgumentException("mtu >= 68 does not hold: mtu=" + bytes);
      }
    }
  }

  static final int INTERFACE_INDEX = 1;

  private final Settings settings;
  private final KickScript script = new KickScript();
  private final ModelRecord record;
  private final List<ModelSocket> sockets = new ArrayList<>();

  /** Closed sockets of which the device still has packets: they keep their queue until then. */
  private final List<ModelSocket> draining = new ArrayList<>();

  private @Nullable String interfaceName;
  private int mtuBytes;
  private VirtualCompletions completions;
  private boolean interfaceUp = true;
  private boolean carrier = true;
  private boolean removed;
  private int bindErrno;
  private int bindFailures;

  /** A kernel with one interface, which is up. */
  public ModelKernel(Settings settings, VirtualCompletions completions) {
    this.settings = settings;
    this.completions = completions;
    this.interfaceName = settings.interfaceName();
    this.mtuBytes = settings.mtuBytes();
    this.record = new ModelRecord(settings.traceDescriptors());
  }

  @Override
  public synchronized XskSocket open(SocketPlan plan) {
    find(plan.interfaceName());
    SocketPlan granted =
        plan.withBinding(MetadataGrant.binding(plan, ModelMetadata.features(settings.transmit())));
    Operation.BIND.check(bindResult(plan), plan.describe() + ", ifindex=" + INTERFACE_INDEX);
    requireKernelBatch(plan);
    ModelSocket socket = new ModelSocket(this, granted);
    sockets.add(socket);
    return socket;
  }

  private void requireKernelBatch(SocketPlan plan) {
    if (plan.extras().kernelBatch() > 0 && settings.transmit() == VirtualTransmit.COPY) {
      throw KernelBatch.unknown(plan);
    }
  }

  synchronized LinkState link() {
    if (removed) {
      return LinkState.GONE;
    }
    return interfaceUp && carrier ? LinkState.UP : LinkState.DOWN;
  }

  @Override
  public synchronized XskDeviceCounters deviceCounters(String interfaceName) {
    if (removed) {
      throw InterfaceHold.gone(
          "interface=%s, ifindex=%d".formatted(interfaceName, INTERFACE_INDEX));
    }
    VirtualCounters soFar = record.snapshot();
    return XskDeviceCounters.of(soFar.packets(), soFar.bytes(), 0, soFar.dropped());
  }

  /** Whether a socket of this plan has zero-copy. */
  boolean isZeroCopy(SocketPlan plan) {
    return settings.transmit() == VirtualTransmit.ZERO_COPY
        && plan.binding() != SocketPlan.Binding.COPY;
  }

  /** There is one interface. If it was not given a name, it has that of who opens it first. */
  private void find(String name) {
    if (interfaceName == null) {
      interfaceName = name;
    }
    boolean found = !removed && interfaceName.equals(name);
    Operation.FIND_INTERFACE.check(found ? 0 : -Errno.ENODEV, "interface=" + name);
  }

  private int bindResult(SocketPlan plan) {
    if (bindFailures > 0) {
      bindFailures--;
      return -bindErrno;
    }
    if (plan.queue() >= settings.queueCount()) {
      return -Errno.EINVAL;
    }
    boolean taken =
        Stream.concat(sockets.stream(), draining.stream())
            .anyMatch(socket -> socket.queue() == plan.queue());
    return taken ? -Errno.EBUSY : 0;
  }

  synchronized void closed(ModelSocket socket) {
    sockets.remove(socket);
    draining.add(socket);
    drained();
  }

  /** Forgets the sockets of which the device has nothing any more. */
  void drained() {
    boolean holds = completions.held() || !completions.delay().isZero();
    draining.removeIf(socket -> removed || !holds || socket.completions().waiting() == 0);
  }

  // ---- what sockets ask, under the lock

  Settings settings() {
    return settings;
  }

  KickScript script() {
    return script;
  }

  ModelRecord record() {
    return record;
  }

  VirtualCompletions completions() {
    return completions;
  }

  int mtuBytes() {
    return mtuBytes;
  }

  boolean isInterfaceUp() {
    return interfaceUp;
  }

  boolean hasCarrier() {
    return carrier;
  }

  boolean isRemoved() {
    return removed;
  }

  // ---- the public face

  @Override
  public synchronized void onNextKicks(VirtualFault... faults) {
    script.add(faults);
  }

  @Override
  public synchronized void setCompletions(VirtualCompletions policy) {
    completions = policy;
    drained();
  }

  @Override
  public synchronized int complete(int most) {
    int given = 0;
    for (ModelSocket socket : List.copyOf(draining)) {
      given += socket.completions().giveBack(most - given, completions.reordered());
    }
    for (ModelSocket socket : sockets) {
      given += socket.completions().giveBack(most - given, completions.reordered());
    }
    drained();
    return given;
  }

  @Override
  public synchronized void loseCompletions(int frames) {
    script.loseCompletions(frames);
  }

  @Override
  public synchronized void repeatCompletions(int frames) {
    script.repeatCompletions(frames);
  }

  @Override
  public synchronized void completeAddress(long umemAddress) {
    sockets.forEach(socket -> socket.completions().postForeign(umemAddress));
  }

  @Override
  public synchronized void refuseDescriptors(int descriptors) {
    script.refuseDescriptors(descriptors);
  }

  @Override
  public synchronized void setInterfaceUp(boolean up) {
    interfaceUp = up;
  }

  @Override
  public synchronized void setCarrier(boolean hasCarrier) {
    carrier = hasCarrier;
  }

  @Override
  public synchronized void removeInterface() {
    removed = true;
    drained();
  }

  @Override
  public synchronized void setMtu(int bytes) {
    Settings.checkMtu(bytes);
    mtuBytes = bytes;
  }

  @Override
  public synchronized void failBind(int errno, int times) {
    bindErrno = errno;
    bindFailures = times;
  }

  @Override
  public synchronized VirtualCounters counters() {
    return record.snapshot();
  }

  @Override
  public synchronized List<VirtualDescriptor> trace() {
    return record.trace();
  }

  @Override
  public synchronized int waitingCompletions() {
    return sockets.stream().mapToInt(socket -> socket.completions().waiting()).sum();
  }

  @Override
  public String toString() {
    return "VirtualKernel(%s, %s)".formatted(settings.transmit(), counters());
  }
}
