package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;
import reactor.xsk.XskGrants;

/** A socket that passes all on to another one; what differs is overridden. */
public abstract class ForwardingSocket implements XskSocket {

  private final XskSocket socket;

  protected ForwardingSocket(XskSocket socket) {
    this.socket = socket;
  }

  @Override
  public MemorySegment umem() {
    return socket.umem();
  }

  @Override
  public RingMemory txRing() {
    return socket.txRing();
  }

  @Override
  public RingMemory completionRing() {
    return socket.completionRing();
  }

  @Override
  public KickBudget kickBudget() {
    return socket.kickBudget();
  }

  @Override
  public XskGrants grants() {
    return socket.grants();
  }

  @Override
  public boolean isZeroCopy() {
    return socket.isZeroCopy();
  }

  @Override
  public int maxPacketBytes() {
    return socket.maxPacketBytes();
  }

  @Override
  public int moreOption() {
    return socket.moreOption();
  }

  @Override
  public int kick() {
    return socket.kick();
  }

  @Override
  public LinkState link() {
    return socket.link();
  }

  @Override
  public boolean seemsUp() {
    return socket.seemsUp();
  }

  @Override
  public XdpStatistics statistics() {
    return socket.statistics();
  }

  @Override
  public long refusedDescriptors() {
    return socket.refusedDescriptors();
  }

  @Override
  public String describe() {
    return socket.describe();
  }

  @Override
  public void close() {
    socket.close();
  }
}
