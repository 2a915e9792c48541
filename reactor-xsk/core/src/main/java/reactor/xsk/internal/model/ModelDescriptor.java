package reactor.xsk.internal.model;

import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.SocketPlan;

/** What a descriptor may say: xskq_cons_is_valid_desc of net/xdp/xsk_queue.h, aligned mode. */
final class ModelDescriptor {

  /** The option bit that stands for <i>more</i>; Linux would refuse it. */
  static final int MORE = 1 << 31;

  private static final int KNOWN = MORE | IfXdp.XDP_PKT_CONTD | IfXdp.XDP_TX_METADATA;

  private ModelDescriptor() {}

  static boolean isValid(SocketPlan plan, long address, int length, int options) {
    int metadataBytes = plan.metadata().headroomBytes();
    long start = address - metadataBytes;
    long inChunk = start & (plan.chunkBytes() - 1);
    return length > 0
        && (options & ~KNOWN) == 0
        && start >= 0
        && start < plan.umemBytes()
        && inChunk + metadataBytes + length <= plan.chunkBytes();
  }
}
