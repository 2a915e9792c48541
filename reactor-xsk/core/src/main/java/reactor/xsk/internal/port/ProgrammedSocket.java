package reactor.xsk.internal.port;

import java.lang.foreign.MemorySegment;
import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpStatistics;
import reactor.xsk.internal.linux.XskSocket;

/** A zero-copy socket whose driver wants an XDP program, which is closed behind the socket. */
record ProgrammedSocket(XskSocket socket, CloseStack.Closer program) implements XskSocket {

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
    XskGrant one = XskGrant.of(1, 1, "passes all that is received");
    return socket.grants().with(XskGrants.Option.XDP_PROGRAMS, one);
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
  public boolean seemsUp() {
    return socket.seemsUp();
  }

  @Override
  public LinkState link() {
    return socket.link();
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
    return socket.describe() + ", xdpProgram=passes all";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } finally {
      program.close();
    }
  }
}
