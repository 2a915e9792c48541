package reactor.xsk.internal.sender;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.RingMemory;
import reactor.xsk.internal.linux.XdpDesc;
import reactor.xsk.internal.linux.XdpStatistics;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.RingCells;

/**
 * The least that a kernel can do: a kick takes every descriptor and completes it at once. What is
 * measured over it is the library's own cost, but for some two ns of a copied address a packet.
 */
final class EchoSocket implements XskSocket {

  static final int ENTRIES = 2_048;
  static final int FRAME_BYTES = 2_048;

  private static final int DESCRIPTORS = 320;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment umem = arena.allocate((long) ENTRIES * FRAME_BYTES, 4_096);
  private final RingMemory txRing = ring(XdpDesc.SIZE_BYTES);
  private final RingMemory completionRing = ring(Long.BYTES);
  private final RingCells tx = new RingCells(txRing);
  private final RingCells completions = new RingCells(completionRing);
  private int next;

  private RingMemory ring(int entryBytes) {
    MemorySegment memory = arena.allocate(DESCRIPTORS + (long) ENTRIES * entryBytes, 64);
    return new RingMemory(memory, 0, 128, 196, DESCRIPTORS, ENTRIES);
  }

  EchoSocket() {
    tx.setFlagsOpaque(1); // as copy mode: a kick is always wanted
  }

  @Override
  public int kick() {
    int produced = tx.producerAcquire();
    for (; next != produced; next++) {
      long slot = next & (ENTRIES - 1);
      long address = XdpDesc.umemAddress(txRing.memory(), DESCRIPTORS + slot * XdpDesc.SIZE_BYTES);
      completionRing.memory().set(JAVA_LONG, DESCRIPTORS + slot * Long.BYTES, address);
    }
    tx.setConsumerRelease(next);
    completions.setProducerRelease(next);
    return 0;
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
    return KickBudget.granted(256);
  }

  @Override
  public boolean isZeroCopy() {
    return false;
  }

  @Override
  public int maxPacketBytes() {
    return 1_514;
  }

  @Override
  public int moreOption() {
    return 0;
  }

  @Override
  public LinkState link() {
    return LinkState.UP;
  }

  @Override
  public boolean seemsUp() {
    return true;
  }

  @Override
  public XdpStatistics statistics() {
    return new XdpStatistics(0, 0);
  }

  @Override
  public long refusedDescriptors() {
    return 0;
  }

  @Override
  public String describe() {
    return "echo";
  }

  @Override
  public void close() {
    arena.close();
  }
}
