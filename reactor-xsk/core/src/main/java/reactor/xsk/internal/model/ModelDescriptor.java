package reactor.xsk.internal.model;

import reactor.xsk.internal.linux.SocketPlan;

/** What a descriptor may say: xskq_cons_is_valid_desc of net/xdp/xsk_queue.h, aligned mode. */
final class ModelDescriptor {

  /** The option bit that stands for <i>more</i>; Linux would refuse it. */
  static final int MORE = 1 << 31;

  private ModelDescriptor() {}

  static boolean isValid(SocketPlan plan, long address, int length, int options) {
    long inFrame = address & (plan.frameSizeBytes() - 1);
    return length > 0
        && (options & ~MORE) == 0
        && address >= 0
        && address < plan.umemBytes()
        && inFrame + length <= plan.frameSizeBytes();
  }
}
