package reactor.xsk.internal.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XdpDesc;
import reactor.xsk.internal.linux.XdpStatistics;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.virtual.VirtualCompletions;

/** A socket of the virtual kernel; its kick is {@link ModelTransmit}. */
final class ModelSocket implements XskSocket {

  private final ModelKernel kernel;
  private final SocketPlan plan;

  /** The rings: the kernel's side of them is used by any thread. */
  private final Arena arena = Arena.ofShared();

  /** The frames, which belong to the thread that opened the socket, as on Linux. */
  private final Arena frames = Arena.ofConfined();

  private final MemorySegment umem;
  private final RingMemory txRing;
  private final RingMemory completionRing;
  private final ModelCompletions completions;
  private final ModelTransmit transmit;
  private final int maxPacketBytes;
  private boolean closed;

  ModelSocket(ModelKernel kernel, SocketPlan plan) {
    this.kernel = kernel;
    this.plan = plan;
    this.umem = frames.allocate(plan.umemBytes(), 4_096);
    this.txRing = ModelRings.allocate(arena, plan.txRingSize(), XdpDesc.SIZE_BYTES);
    this.completionRing = ModelRings.allocate(arena, plan.completionRingSize(), Long.BYTES);
    this.completions = new ModelCompletions(completionRing, kernel.script(), kernel.record());
    this.maxPacketBytes = kernel.mtuBytes() + NetDevice.LINK_HEADER_BYTES;
    this.transmit = new ModelTransmit(kernel, plan, umem, txRing, completions);
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
      int waitingBefore = completions.waiting();
      int answer = transmit.run(kernel.script().next());
      completeByPolicy(kernel.completions(), completions.waiting() - waitingBefore);
      return answer;
    }
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
    return transmit.budget();
  }

  @Override
  public boolean isZeroCopy() {
    return kernel.isZeroCopy(plan);
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
      return new XdpStatistics(transmit.refused(), 0);
    }
  }

  @Override
  public long refusedDescriptors() {
    synchronized (kernel) {
      return transmit.refused();
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
