package reactor.xsk.virtual;

/**
 * A Linux release whose copy mode a {@link VirtualKernel} behaves as, where releases differ
 * (__xsk_generic_xmit in net/xdp/xsk.c, xskq_cons_read_desc in net/xdp/xsk_queue.h).
 */
public enum VirtualRelease {

  /**
   * Linux before 6.17: a kick takes 32 packets, whatever is asked for. The consumer index is
   * published only when the kernel has taken all that it had seen of the ring, and not at the end
   * of a call. Invalid descriptors are passed over, and their frames never come back.
   */
  LINUX_6_1,

  /**
   * Linux 6.17 to 7.1: the budget of a kick can be set. The consumer index is published by calls
   * that sent something. An invalid descriptor ends the kick, and its frame never comes back.
   */
  LINUX_6_17,

  /**
   * Linux 7.2: the consumer index is published by every call that consumed something. An invalid
   * descriptor ends the kick, and its frame comes back.
   */
  LINUX_7_2
}
