package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.XskGrants;

/** A bound AF_XDP socket of the running kernel, made by {@link LinuxKernel}. */
final class LinuxSocket implements XskSocket {

  private final LinuxCalls calls;
  private final int fd;
  private final NetDevice device;
  private final MemorySegment umem;
  private final RingMemory txRing;
  private final RingMemory completionRing;
  private final boolean zeroCopy;
  private final KickBudget kickBudget;
  private final XskGrants grants;
  private final int maxPacketBytes;
  private final String description;
  // read after every kick, so allocated once
  private final MemorySegment statistics =
      Arena.ofAuto().allocate(XdpStatistics.SIZE_BYTES, Long.BYTES);
  private final CloseStack opened;

  LinuxSocket(
      LinuxCalls calls,
      int fd,
      NetDevice device,
      MemorySegment umem,
      RingMemory txRing,
      RingMemory completionRing,
      boolean zeroCopy,
      KickBudget kickBudget,
      XskGrants grants,
      SocketPlan plan,
      CloseStack opened) {
    this.calls = calls;
    this.fd = fd;
    this.device = device;
    this.umem = umem;
    this.txRing = txRing;
    this.completionRing = completionRing;
    this.zeroCopy = zeroCopy;
    this.kickBudget = kickBudget;
    this.grants = grants;
    this.maxPacketBytes = device.mtuBytes() + NetDevice.LINK_HEADER_BYTES;
    this.description = device + ", queue=" + plan.queue();
    this.opened = opened;
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
    return kickBudget;
  }

  @Override
  public XskGrants grants() {
    return grants;
  }

  @Override
  public boolean isZeroCopy() {
    return zeroCopy;
  }

  @Override
  public int maxPacketBytes() {
    return maxPacketBytes;
  }

  @Override
  public int moreOption() {
    return 0;
  }

  @Override
  public int kick() {
    return calls.kick(fd);
  }

  @Override
  public LinkState link() {
    return device.link();
  }

  @Override
  public boolean seemsUp() {
    return device.seemsUp();
  }

  @Override
  public XdpStatistics statistics() {
    readStatistics();
    return XdpStatistics.read(statistics);
  }

  @Override
  public long refusedDescriptors() {
    readStatistics();
    return XdpStatistics.txInvalidDescs(statistics);
  }

  private void readStatistics() {
    Operation.STATISTICS.check(
        calls.getsockopt(fd, IfXdp.SOL_XDP, IfXdp.XDP_STATISTICS, statistics), description);
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    opened.close();
  }
}
