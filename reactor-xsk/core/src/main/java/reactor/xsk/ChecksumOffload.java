package reactor.xsk;

/** Who computes the checksum of a packet whose {@link MetadataWriter} asks for one. */
public enum ChecksumOffload {
  /** The writer. */
  NONE,

  /**
   * The device: with zero-copy only where it can. In copy mode it may be any device, because the
   * kernel computes the checksum for one that cannot (net/core/dev.c, skb_csum_hwoffload_help).
   */
  DEVICE,

  /**
   * The kernel, in copy mode, whatever the device can ({@code XDP_UMEM_TX_SW_CSUM}). Linux means it
   * for tests: over a veth, which counts as a device that can, a checksum that is left to the
   * device is never computed. virtio_net refuses it (EOPNOTSUPP) from Linux 7.1 on.
   */
  KERNEL
}
