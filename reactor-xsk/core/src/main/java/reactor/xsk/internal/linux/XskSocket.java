package reactor.xsk.internal.linux;

import java.lang.foreign.MemorySegment;
import reactor.xsk.XskGrants;

/**
 * A bound AF_XDP socket, as far as a port needs it. The seam behind which Linux or its model lies:
 * everything above it (rings, ledger, kick, errno handling) is the same code.
 *
 * <p>Belongs to the thread that opened it.
 */
public interface XskSocket extends AutoCloseable {

  /** The memory of all frames. */
  MemorySegment umem();

  /** The ring that descriptors go into. */
  RingMemory txRing();

  /** The ring that frames come back through. */
  RingMemory completionRing();

  /** How many packets one kick takes; of no meaning with zero-copy. */
  KickBudget kickBudget();

  /** What the kernel was asked for, and what it granted. */
  default XskGrants grants() {
    return kickBudget().addedTo(XskGrants.none());
  }

  /** Whether the kernel granted zero-copy. */
  boolean isZeroCopy();

  /** The longest packet without a VLAN tag that the interface takes: MTU + link header. */
  int maxPacketBytes();

  /**
   * The descriptor option that means <i>more</i> to this kernel, or 0 where it has none. No
   * released Linux does: an unknown option makes a descriptor invalid.
   */
  int moreOption();

  /** The kick. Returns 0 or more, or the negated errno. */
  int kick();

  /** Whether packets can leave now. */
  LinkState link();

  /** A cheaper look at the link, which may be late: asked while packets are in flight. */
  boolean seemsUp();

  /** The kernel's own counters. */
  XdpStatistics statistics();

  /** How many descriptors the kernel has refused as invalid; allocates nothing. */
  long refusedDescriptors();

  /** The values for error messages. */
  String describe();

  /** Releases everything. */
  @Override
  void close();
}
